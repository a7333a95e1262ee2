import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toDetectionOptions } from '../src/redaction/detection-rules.ts';
import { createPlaceholderBook } from '../src/redaction/placeholder-book.ts';
import { createRedactor, type Redaction } from '../src/redaction/redact-message.ts';
import { givenPolicy } from './support/given-policy.ts';
import { plantedIdentifiers } from './support/planted-identifiers.ts';

const folder = new URL('../../shared/data/eval/pii/', import.meta.url);
const reason = existsSync(folder) ? undefined : 'public data sets are not beside the project';

const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  spans: z.array(z.object({ start: z.number(), end: z.number(), type: z.string() })),
});
type Line = z.infer<typeof lineSchema>;

const structured = ['CREDIT_CARD', 'EMAIL_ADDRESS', 'IBAN_CODE', 'IP_ADDRESS', 'PHONE_NUMBER', 'US_SSN'];
/** Kinds of the data sets and the kind of ours that means the same. */
const kinds = new Map([
  ['ACCOUNT_NUMBER', 'ACCOUNT'],
  ['CREDIT_CARD', 'CARD'],
  ['EMAIL_ADDRESS', 'EMAIL'],
  ['IBAN_CODE', 'IBAN'],
  ['IP_ADDRESS', 'IP'],
  ['PASSWORD', 'SECRET'],
  ['PERSON', 'NAME'],
  ['PHONE_NUMBER', 'PHONE'],
  ['STREET_ADDRESS', 'ADDRESS'],
  ['US_SSN', 'SSN'],
  ['ZIP_CODE', 'POSTCODE'],
  ['AGE', 'AGE'],
  ['BOOKING_NUMBER', 'REFERENCE'],
  ['CLAIM_NUMBER', 'REFERENCE'],
  ['DATE_TIME', 'DATE'],
  ['DOMAIN_NAME', 'DOMAIN'],
  ['POLICY_NUMBER', 'REFERENCE'],
  ['TITLE', 'NAME'],
  ['USERNAME', 'USERNAME'],
]);
const chats = ['airline', 'finance', 'insurance', 'media', 'software'].map((name) => `multidogo-${name}`);
/** The rules with the policy that ships, its operator's identifiers included. */
const redactor = createRedactor(toDetectionOptions(givenPolicy().files.privacy));

function readLines(name: string): Line[] {
  return readFileSync(new URL(`${name}.test.jsonl`, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

const redactions = new Map<string, Promise<Redaction>>();

async function redact(text: string): Promise<Redaction> {
  return redactor.redact(text, createPlaceholderBook([]));
}

/** Redacts each line once for all figures. */
async function redactOnce(text: string): Promise<Redaction> {
  const redaction = redactions.get(text) ?? redact(text);
  redactions.set(text, redaction);
  return redaction;
}

/** Processor time: what else runs on the machine counts nothing. */
async function msOf(text: string): Promise<number> {
  const start = process.cpuUsage();
  await redact(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

function percentile95(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

interface Recall {
  total: number;
  /** Every letter and digit of the span is masked, under whatever kind. */
  masked: number;
  /** Masked, and under the kind that means the same. */
  named: number;
}

/** Recall of whole spans: a span with one character left counts as missed. */
async function recallOf(sets: readonly string[], counts: (type: string) => boolean) {
  const byType = new Map<string, Recall>();
  for (const { text, spans } of sets.flatMap(readLines)) {
    const { entities } = await redactOnce(text);
    for (const { start, end, type } of spans) {
      if (!counts(type)) continue;
      const recall = byType.get(type) ?? { total: 0, masked: 0, named: 0 };
      byType.set(type, recall);
      const uncovered = Array.from(text.slice(start, end), (character, at) => ({ character, at: start + at })).filter(
        ({ character, at }) =>
          /[\p{L}\p{N}]/u.test(character) && !entities.some((entity) => entity.start <= at && at < entity.end),
      );
      const isMasked = uncovered.length === 0;
      recall.total += 1;
      recall.masked += isMasked ? 1 : 0;
      recall.named +=
        isMasked && entities.some((found) => found.type === kinds.get(type) && found.start < end && start < found.end)
          ? 1
          : 0;
    }
  }
  return byType;
}

function print(title: string, byType: ReadonlyMap<string, Recall>): void {
  for (const [type, { total, masked, named }] of byType) {
    const part = (count: number) => (count / total).toFixed(3);
    console.log(`${title} ${type}: n ${total}, masked ${part(masked)}, under its own kind ${part(named)}`);
  }
}

function shareOf(byType: ReadonlyMap<string, Recall>, type: string): number {
  const { total, masked } = byType.get(type) ?? { total: 0, masked: 0 };
  return masked / total;
}

describe.skipIf(reason !== undefined)(
  `redaction on public sets${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    it('raises few false alarms on questions without personal data', async () => {
      const lines = readLines('pii-free');
      let alarms = 0;
      for (const { text } of lines) alarms += (await redactOnce(text)).entities.length;
      const perThousand = (alarms / lines.length) * 1000;
      console.log(`pii-free: n ${lines.length}, false alarms ${alarms}, ${perThousand.toFixed(2)} per 1,000`);
      expect(perThousand).toBeLessThanOrEqual(5);
    });

    it('masks structured identifiers in sentences', async () => {
      const recall = await recallOf(['presidio-synth-v2', 'presidio-small'], (type) => structured.includes(type));
      print('presidio', recall);
      for (const type of structured) expect([type, shareOf(recall, type) >= 0.99]).toEqual([type, true]);
    });
    it('masks structured identifiers as customers type them', async () => {
      const recall = await recallOf(chats, (type) => structured.includes(type));
      print('multidogo', recall);
      for (const type of recall.keys()) expect([type, shareOf(recall, type) >= 0.95]).toEqual([type, true]);
    });

    // Labels were made by hand: half of these are names of agents, or answers nobody marked.
    it('raises few false alarms in chats', async () => {
      const lines = chats.flatMap(readLines).filter(({ spans }) => spans.length === 0);
      let flagged = 0;
      for (const { text } of lines) flagged += (await redactOnce(text)).entities.length > 0 ? 1 : 0;
      const perThousand = (flagged / lines.length) * 1000;
      console.log(
        `multidogo without labels: n ${lines.length}, flagged ${flagged}, ${perThousand.toFixed(2)} per 1,000`,
      );
      expect(perThousand).toBeLessThanOrEqual(12);
    });

    it('masks addresses and the numbers of the operator', async () => {
      const written = await recallOf(['presidio-synth-v2'], () => true);
      const typed = await recallOf(chats, (type) => !structured.includes(type));
      print('presidio, every span', written);
      print('multidogo, every other span', typed);
      const floors = { STREET_ADDRESS: 0.88, AGE: 0.98, DOMAIN_NAME: 0.98, US_DRIVER_LICENSE: 0.98, TITLE: 0.6 };
      for (const [type, floor] of Object.entries(floors))
        expect([type, shareOf(written, type) >= floor]).toEqual([type, true]);
      const answers = {
        ACCOUNT_NUMBER: 0.9,
        ZIP_CODE: 0.9,
        PASSWORD: 0.85,
        BOOKING_NUMBER: 0.9,
        POLICY_NUMBER: 0.9,
        CLAIM_NUMBER: 0.9,
      };
      for (const [type, floor] of Object.entries(answers))
        expect([type, shareOf(typed, type) >= floor]).toEqual([type, true]);
      // Rules alone reach no more: names without "my name is" need a learned recogniser.
      expect(shareOf(typed, 'PERSON')).toBeGreaterThanOrEqual(0.2);
    });

    it('needs few milliseconds a kilobyte', async () => {
      const text = chats
        .flatMap(readLines)
        .map((line) => line.text)
        .join('. ');
      const pieces = Array.from({ length: 200 }, (_, piece) => text.slice(piece * 1024, (piece + 1) * 1024));
      for (const piece of pieces.slice(0, 50)) await redact(piece);
      const once: number[] = [];
      const best: number[] = []; // Collecting garbage and compiling fall on any one of three runs.
      for (const piece of pieces) {
        const times = [await msOf(piece), await msOf(piece), await msOf(piece)];
        once.push(times[0] ?? Number.NaN);
        best.push(Math.min(...times));
      }
      const p95 = percentile95(best);
      console.log(
        `processor time: n ${pieces.length} of 1 KB, p95 ${p95.toFixed(2)} ms (best of three), ${percentile95(once).toFixed(2)} ms (first)`,
      );
      expect(p95).toBeLessThanOrEqual(8);
    });
  },
);

describe('redaction on planted identifiers', () => {
  it('masks 99.9 % of 10,000, of every kind', async () => {
    const planted = plantedIdentifiers(2026, 10_000);
    const missed: string[] = [];
    for (const { kind, value, text } of planted) {
      const { entities } = await redact(text);
      const start = text.indexOf(value);
      const isOpen = Array.from(value, (character, at) => ({ character, at: start + at })).some(
        ({ character, at }) =>
          /[\p{L}\p{N}]/u.test(character) && !entities.some((entity) => entity.start <= at && at < entity.end),
      );
      if (isOpen) missed.push(kind);
    }
    console.log(`planted: n ${planted.length}, missed ${missed.length} ${[...new Set(missed)].join(' ')}`);
    expect(missed.length).toBeLessThanOrEqual(planted.length / 1_000);
  }, 120_000);
});

if (reason !== undefined) console.log(`redaction figures skipped: ${reason}`);
