import { describe, expect, it } from 'vitest';
import { readServerEvents, type ServerEvent } from './read-server-events.ts';

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function readAll(chunks: readonly Uint8Array[]): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readServerEvents(streamOf(chunks))) events.push(event);
  return events;
}

async function eventsOf(...chunks: string[]) {
  const encoder = new TextEncoder();
  return await readAll(chunks.map((chunk) => encoder.encode(chunk)));
}

describe('readServerEvents', () => {
  it('reads named events in order', async () => {
    expect(await eventsOf('event: stage\ndata: {"stage":"retrieve"}\n\nevent: turn\ndata: {}\n\n')).toEqual([
      { name: 'stage', data: '{"stage":"retrieve"}' },
      { name: 'turn', data: '{}' },
    ]);
  });

  it('gives the same events wherever the network cuts the bytes', async () => {
    const bytes = new TextEncoder().encode(
      'event: sentence\r\ndata: für 5 €\r\ndata: zwei\r\n\r\n: beat\r\rdata:x\r\r',
    );
    const whole = [
      { name: 'sentence', data: 'für 5 €\nzwei' },
      { name: 'message', data: 'x' },
    ];
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const events = await readAll([bytes.slice(0, cut), bytes.slice(cut)]);
      expect(events, `cut at byte ${cut}`).toEqual(whole);
    }
  });

  it('drops an event the stream breaks off in', async () => {
    expect(await eventsOf('data: one\n\ndata: tw')).toEqual([{ name: 'message', data: 'one' }]);
  });

  it('skips comments, ids and events without data', async () => {
    expect(await eventsOf(': hello\nid: 4\n\nevent: ping\n\ndata\n\n')).toEqual([{ name: 'message', data: '' }]);
  });
});
