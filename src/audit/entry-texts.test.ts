import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type LogEntry, parseLogEntry } from './entry-format.ts';
import { openEntry, parseSealedEntry, sealEntry } from './entry-texts.ts';

const base = { v: 2, at: '2026-11-21T09:00:00.000Z', actor: { role: 'agent', key: 'k_1' }, conversation: 'c_1' };
const resolved = parseLogEntry({
  ...base,
  kind: 'handover-resolved',
  handover: 'h_1',
  resolution: 'Told Zyxwvut-Quorble',
  assistantWasRight: false,
  because: 'é\u0007"',
});
const turn = parseLogEntry({
  ...base,
  kind: 'turn',
  turn: 1,
  outcome: 'answered',
  question: 'Zyxwvut-Quorble asks',
  reply: 'Zyxwvut-Quorble is told',
  citations: [],
  decision: { action: { result: 'Zyxwvut-Quorble' }, rules: [] },
  versions: { policy: 'p', knowledge: 'k', embedModel: 'm' },
  entityTypes: [],
  receivedAt: '2026-11-21T09:00:00.000Z',
});
const seal = (entry: LogEntry) => sealEntry(entry, () => randomBytes(32));

function openWith(entry: LogEntry, change: (text: string) => string) {
  const { sealed, texts } = seal(entry);
  return openEntry(sealed, (field) => {
    const kept = texts.find((one) => one.field === field);
    return kept && { ...kept, text: change(kept.text) };
  });
}

describe('a sealed entry', () => {
  it.each([resolved, turn])('holds no word of its texts, and gives them back with them', (entry) => {
    const { sealed } = seal(entry);
    expect(JSON.stringify(sealed)).not.toContain('Zyxwvut');
    expect(parseSealedEntry(sealed)).toEqual(sealed);
    expect(openWith(entry, (text) => text).entry).toEqual(entry);
  });

  it('commits to a text by HMAC-SHA-256 under a salt nobody else has', () => {
    const [one, two] = [seal(resolved), seal(resolved)];
    const [kept] = one.texts;
    const hash = createHmac('sha256', kept?.salt ?? '')
      .update('Told Zyxwvut-Quorble')
      .digest('base64');
    expect(one.sealed.resolution).toEqual({ commitment: hash });
    expect(two.sealed.resolution).not.toEqual(one.sealed.resolution);
  });

  it('keeps what is no text, and takes no field that is not there', () => {
    const { sealed, texts } = seal(resolved);
    expect(sealed).toMatchObject({ v: 2, kind: 'handover-resolved', handover: 'h_1', assistantWasRight: false });
    expect(texts.map(({ field }) => field)).toEqual(['resolution', 'because']);
    expect(sealed).not.toHaveProperty('correctedReply');
  });

  it('says of a text that was changed beside the log that it was', () => {
    const { entry, texts } = openWith(resolved, (text) => `${text}!`);
    expect(Object.values(texts)).toEqual([{ state: 'changed' }, { state: 'changed' }]);
    expect(JSON.stringify(entry)).not.toContain('Zyxwvut');
  });

  it('says of texts whose key is gone that they were erased', () => {
    const { entry, texts } = openEntry(seal(turn).sealed, () => undefined);
    expect(texts).toEqual({ question: { state: 'erased' }, reply: { state: 'erased' }, decision: { state: 'erased' } });
    expect(entry).toMatchObject({ question: '[erased]', reply: '[erased]', decision: { erased: true } });
  });

  it('is refused where a text stands in place of its commitment', () => {
    const { sealed } = seal(resolved);
    const commitment = { commitment: Buffer.alloc(32).toString('base64') };
    for (const wrong of [
      { ...sealed, resolution: 'in clear' },
      { ...sealed, resolution: { commitment: 'short' } },
      { ...sealed, resolution: { ...commitment, text: 'in clear' } },
      { ...sealed, handover: commitment },
      { ...sealed, extra: commitment },
      { ...sealed, v: 3 },
      { ...sealed, v: 1 },
    ]) {
      expect(() => parseSealedEntry(wrong)).toThrow(expect.objectContaining({ code: 'entry-invalid' }));
    }
  });

  it('of an earlier version is read with its texts', () => {
    const old = { ...resolved, v: 1 as const };
    expect(parseSealedEntry(old)).toEqual(old);
    expect(openEntry(parseSealedEntry(old), () => undefined)).toEqual({ entry: old, texts: {} });
  });
});
