import { parseJson } from '../../src/conversation/parse-json.ts';

/** One server-sent event, its data read as JSON. */
export interface ServerEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a whole event stream (WHATWG HTML, 9.2); comments that keep it alive are left out. */
export function toServerEvents(stream: string): readonly ServerEvent[] {
  return stream.split('\n\n').flatMap((block) => {
    const lines = block.split('\n');
    const event = lines.find((line) => line.startsWith('event: '))?.slice('event: '.length);
    const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length));
    return event === undefined ? [] : [{ event, data: parseJson(data.join('\n')) as ServerEvent['data'] }];
  });
}

/** The sentences of a stream, in the order they were told. */
export function sentencesOf(events: readonly ServerEvent[]): readonly string[] {
  return events.filter((one) => one.event === 'sentence').map((one) => String(one.data.text));
}
