import { describe, expect, it } from 'vitest';
import { deidentify, type RedactedConversation, type ScanText } from './deidentify.ts';
import { toExportLines } from './to-export-lines.ts';

const key = Buffer.alloc(32, 7);
const values = [
  { placeholder: '[EMAIL_1]', type: 'EMAIL', value: 'rosa@bank.com' },
  { placeholder: '[NAME_1]', type: 'NAME', value: 'Will Quimby' },
];
/** Takes every address for personal, whoever's it is. */
const findAddresses: ScanText = async (text) =>
  [...text.matchAll(/\S+@\S+\w/gu)].map(({ index, 0: found }) => {
    return { type: 'EMAIL', start: index, end: index + found.length, source: 'pattern:email' };
  });

const failing: ScanText = async () => {
  throw new Error('down');
};

function given(...texts: readonly string[]): RedactedConversation {
  const lines = texts.map((text) => ({ from: 'customer' as const, text, intent: 'lost-card' }));
  return { id: 'c_1', lines, values };
}

describe('deidentify', () => {
  it('puts one surrogate in all places of one placeholder, and says where', async () => {
    const conversation = given('I am [NAME_1], write to [EMAIL_1]', '[EMAIL_1] I said');
    const { lines, findings } = await deidentify(conversation, key, findAddresses);
    expect(findings).toEqual([]);
    const [first, second] = lines.map(({ text, spans }) =>
      spans.map(({ start, end, type }) => [type, text.slice(start, end)]),
    );
    expect(first?.map(([type]) => type)).toEqual(['NAME', 'EMAIL']);
    expect(second).toEqual([first?.[1]]);
    expect(lines[0]?.text).toMatch(/^I am [A-Z]\w+ [A-Z]\w+, write to \w+@example\.\w+$/u);
    expect(lines[1]?.text.endsWith(' I said')).toBe(true);
  });

  it.each([
    ['between placeholders', 'call [NAME_1] or other@bank.com', 'pattern:email'],
    ['as a value that was not masked here', 'my name is will-quimby', 'original'],
  ])('finds what stands %s, by its place alone', async (_, text, source) => {
    const { findings } = await deidentify(given('hello', text), key, findAddresses);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every((one) => one.conversation === 'c_1' && one.line === 2)).toBe(true);
    expect(findings.map((one) => one.source)).toContain(source);
    expect(JSON.stringify(findings)).not.toMatch(/bank\.com|quimby/iu);
  });

  it('takes a plain value of a system of record for no finding', async () => {
    const detail = { placeholder: '[DETAIL_1]', type: 'DETAIL', value: '1,204.50' };
    const conversation = { ...given('you have [DETAIL_1], not 1,204.50'), values: [detail] };
    expect((await deidentify(conversation, key, findAddresses)).findings).toEqual([]);
  });

  it('takes what an approved text says for no finding, in its own line alone', async () => {
    const text = 'write to cards@bank.com';
    const published = { from: 'assistant' as const, text, intent: null, published: ['Write to cards@bank.com.'] };
    const own = { ...given(), lines: [published, { ...published, published: ['Write to us.'] }] };
    const { findings } = await deidentify(own, key, findAddresses);
    expect(new Set(findings.map(({ line }) => line))).toEqual(new Set([2]));
  });

  it('does not take failing recognisers for nothing found', async () => {
    await expect(deidentify(given('hello'), key, failing)).rejects.toThrow('down');
  });
});

const { lines } = await deidentify(given('I am [NAME_1]'), key, findAddresses);
const [line] = lines;

describe('toExportLines', () => {
  it.each([
    ['intent', { id: 'd3-1', text: line?.text, label: 'lost-card' }],
    ['pii', { id: 'd3-1', text: line?.text, spans: line?.spans }],
    ['conversation', { id: 'd3', turns: [{ from: 'customer', text: line?.text }] }],
  ] as const)('writes %s lines', (format, expected) => {
    const written = toExportLines(lines, { format, number: 3 });
    expect(written.map((one) => JSON.parse(one) as unknown)).toEqual([expected]);
  });

  it('leaves out what nobody could say the intent of, and what others said', () => {
    const other = { ...lines[0], from: 'assistant' as const, text: 'x', intent: null, spans: [] };
    const unknown = { ...other, from: 'customer' as const };
    expect(toExportLines([other, unknown], { format: 'intent', number: 1 })).toEqual([]);
    expect(toExportLines([other, unknown], { format: 'pii', number: 1 })).toHaveLength(1);
  });
});
