import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../../src/conversation/parse-json.ts';
import { type ApplianceStory, type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryGenerator } from '../support/journey-engines.ts';
import { openWebhookSite } from '../support/webhook-site.ts';

const knowledge = {
  'replacement.md': `---
title: Replacement cards
collection: bank
updated: 2026-10-01
---

## Express delivery

Express delivery of a replacement card costs $15. Express delivery of a replacement card takes 2 working days.
`,
};
const question = 'what does express delivery of a replacement card cost?';
/** What no span and no line may hold: identifiers, names, words of the message. */
const planted = ['4111', 'Harrow', 'violet', 'GB29', 'lawyer', 'c-planted-77', 'sister'];
const saying = `My lawyer and my sister say it is violet.harrow@example.org, card 4111 1111 1111 1111, GB29 NWBK 6016 1331 9268 19`;

const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
  status: z.object({ code: z.number(), message: z.string().optional() }).optional(),
  events: z.array(z.unknown()),
});
const batchSchema = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});
type ReadSpan = z.infer<typeof spanSchema>;

let bank: GivenAppliance;
const lines: string[] = [];
afterEach(async () => {
  await bank.close();
  lines.length = 0;
});

async function given(story: ApplianceStory): Promise<void> {
  const logTo = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  bank = await givenAppliance({ knowledge, logTo, ...story });
}

const spansOf = (text: string): readonly ReadSpan[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => batchSchema.parse(parseJson(line)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));

/** Closing exports what is left. */
async function exported(): Promise<string> {
  await bank.appliance.close();
  const text = bank.filesUnderData().get('traces/traces.jsonl')?.toString('utf8') ?? '';
  // The story closes its appliance itself.
  bank = { ...bank, close: async () => undefined };
  return text;
}

async function askTraced(text: string, traceId: string): Promise<number> {
  const kiosk = bank.as('kiosk');
  const started = await kiosk.request('POST', '/v1/conversations', { customer: { ref: 'c-planted-77' } });
  const { id } = z.object({ id: z.string() }).parse(started.body);
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  return (await kiosk.request('POST', `/v1/conversations/${id}/messages`, { text }, headers)).status;
}

describe('a traced turn', () => {
  it('is one trace below the caller, a span a stage and a call of an engine, and its log lines name it', async () => {
    await given({ traces: { to: 'file', megabytes: 1, share: 1 } });
    const traceId = randomBytes(16).toString('hex');
    expect(await askTraced(question, traceId)).toBe(200);
    const spans = spansOf(await exported()).filter((span) => span.traceId === traceId);
    const byName = new Map(spans.map((span) => [span.name, span]));
    const request = byName.get('POST /v1/conversations/:id/messages');
    const turn = byName.get('turn');
    expect(request?.parentSpanId).toBe('00f067aa0ba902b7');
    expect(turn?.parentSpanId).toBe(request?.spanId);
    const stages = [
      'redact',
      'recall',
      'triage',
      'decideBefore',
      'retrieve',
      'draft',
      'validate',
      'decideAfter',
      'seal',
    ];
    expect(stages.map((stage) => byName.get(stage)?.parentSpanId)).toEqual(stages.map(() => turn?.spanId));
    expect(byName.get('encoder embed')?.parentSpanId).toBe(byName.get('triage')?.spanId);
    expect(turn?.attributes).toContainEqual({ key: 'outcome', value: { stringValue: 'answered' } });
    const sealed = lines.map((line) => parseJson(line)).find((line) => JSON.stringify(line).includes('turn-sealed'));
    expect(sealed).toMatchObject({ traceId });
  });

  it('holds nothing of what customers write, answered or failed, and neither does any log line', async () => {
    await given({ traces: { to: 'file', megabytes: 1, share: 1 }, generator: new StoryGenerator() });
    const traceId = randomBytes(16).toString('hex');
    await askTraced(saying, traceId);
    await askTraced(`${question} I am Violet Harrow, my sister has ${saying}`, traceId);
    const { conversation } = await bank.ask(saying);
    await bank.as('kiosk').request('POST', '/v1/conversations/violet.harrow/messages', { text: saying });
    const everything = [await exported(), ...lines].join('\n');
    expect(everything).toContain(traceId);
    for (const word of [...planted, conversation]) expect(everything.toLowerCase()).not.toContain(word.toLowerCase());
  });
});

describe('tracing', () => {
  it('is off by default: no file, and no ids in the lines', async () => {
    await given({});
    await askTraced(question, randomBytes(16).toString('hex'));
    expect(lines.join('')).not.toContain('traceId');
    expect(await exported()).toBe('');
  });

  it('goes to a collector of the site as OTLP, and one that fails costs no turn', async () => {
    const collector = await openWebhookSite();
    await given({ traces: { to: 'collector', url: `${collector.url}/v1/traces`, share: 1 } });
    collector.answer = 500;
    expect(await askTraced(question, randomBytes(16).toString('hex'))).toBe(200);
    await exported();
    const sent = collector.received.flatMap(({ body }) => spansOf(body));
    expect(sent.map(({ name }) => name)).toContain('turn');
    await collector.close();
  });
});
