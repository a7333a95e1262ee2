import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextIndex } from '../../src/knowledge/text-index.ts';

/** An index over these documents, by id: each is one passage `id#1`; those of `staff` are in a collection of that name. */
export interface TextIndexUnderContract {
  readonly index: TextIndex;
  close(): void;
}

export const indexedDocuments: readonly { readonly id: string; readonly collection: string; readonly text: string }[] =
  [
    {
      id: 'lost',
      collection: 'default',
      text: 'Report a lost card at once and we block it. The reader of cards is elsewhere.',
    },
    { id: 'reader', collection: 'default', text: 'Use the card reader with your PIN to confirm payments.' },
    { id: 'fees', collection: 'default', text: 'Transfers abroad cost 15 dollars. A café in Zürich may charge you.' },
    { id: 'syntax', collection: 'default', text: 'AND OR NOT NEAR are ordinary words here, heading and text as well.' },
    { id: 'secret', collection: 'staff', text: 'Staff may refund a lost card fee.' },
  ];

const malformedStrings = fileURLToPath(new URL('../../../shared/data/malformed/strings/blns.json', import.meta.url));
const FUZZ_RUNS = 2_000;

/** Every promise of the port, for one implementation. The maker is called once and indexes `indexedDocuments`. */
export function textIndexContract(name: string, make: () => Promise<TextIndexUnderContract>): void {
  describe(`text index contract: ${name}`, () => {
    let made: TextIndexUnderContract;
    beforeAll(async () => {
      made = await make();
    });
    afterAll(() => made.close());
    const search = (query: string, k = 10) => made.index.search('default', query, k);
    promisesOfMatches(search);
    promisesOfSyntax(search);

    it('answers for one collection alone', async () => {
      expect((await made.index.search('staff', 'lost card', 10)).map((match) => match.passage)).toEqual(['secret#1']);
      expect(await made.index.search('none', 'lost card', 10)).toEqual([]);
    });
  });
}

type Search = (query: string, k?: number) => ReturnType<TextIndex['search']>;

function promisesOfMatches(search: Search): void {
  it('answers the best first, with scores above 0 that fall', async () => {
    const matches = await search('I lost my card, can you block it?');
    expect(matches[0]?.passage).toBe('lost#1');
    const scores = matches.map((match) => match.score);
    expect(scores.every((score) => score > 0)).toBe(true);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('answers at most k', async () => {
    expect((await search('card', 10)).length).toBeGreaterThan(1);
    expect(await search('card', 1)).toHaveLength(1);
  });

  it('compares by stem, without case or accents', async () => {
    expect((await search('TRANSFERRING'))[0]?.passage).toBe('fees#1');
    expect((await search('cafe zurich'))[0]?.passage).toBe('fees#1');
    expect((await search('blocked blocks'))[0]?.passage).toBe('lost#1');
  });

  it('puts a quoted phrase first where it stands literally', async () => {
    expect((await search('lost "card reader" cards block'))[0]?.passage).toBe('reader#1');
    expect((await search('lost “card reader” cards block'))[0]?.passage).toBe('reader#1');
  });

  it('answers nothing to a query without words', async () => {
    for (const query of ['', ' ', '?!', '"', '""', '😀', '\u0000', '[NAME_1]']) expect(await search(query)).toEqual([]);
  });

  it('reads words of its own language as words', async () => {
    expect((await search('NOT NEAR'))[0]?.passage).toBe('syntax#1');
    expect((await search('heading AND text'))[0]?.passage).toBe('syntax#1');
  });

  it('takes a query of any length', async () => {
    expect((await search('lost card '.repeat(20_000)))[0]?.passage).toBe('lost#1');
  });
}

function promisesOfSyntax(search: Search): void {
  const syntax = [
    '"',
    "'",
    '*',
    '^',
    ':',
    '-',
    '+',
    '(',
    ')',
    '{',
    '}',
    'NEAR(',
    'AND',
    'OR',
    'NOT',
    'heading:',
    '“',
    '\\',
  ];
  const pieces = fc.array(fc.oneof(fc.constantFrom(...syntax), fc.string(), fc.constantFrom('card', 'lost')), {
    maxLength: 12,
  });

  it('reads no text as syntax', async () => {
    const anything = fc.oneof(
      pieces.map((parts) => parts.join(' ')),
      pieces.map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (query) => {
        expect((await search(query, 5)).length).toBeLessThanOrEqual(5);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  const isHere = existsSync(malformedStrings);
  if (!isHere) process.stdout.write(`Skipping hostile strings: no "shared/data/malformed" beside the project\n`);
  it.skipIf(!isHere)('answers every string that is known to break programs', async () => {
    const strings: unknown = JSON.parse(readFileSync(malformedStrings, 'utf8'));
    expect(Array.isArray(strings) && strings.length).toBeGreaterThan(400);
    for (const text of strings as readonly string[]) {
      for (const query of [text, `"${text}"`, `card ${text}`]) expect(Array.isArray(await search(query))).toBe(true);
    }
  });
}
