import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_CHARACTERS, type TokenClassifier } from '../../src/models/token-classifier.ts';

/** An implementation and a way to kill what is behind it. It knows at least "Jürgen Müller" and "Mary O'Brien" as NAME. */
export interface TokenClassifierUnderContract {
  readonly classifier: TokenClassifier;
  readonly kill: () => void;
}

export interface TokenClassifierContractOptions {
  /** Why this implementation cannot run here. */
  readonly skipReason?: string | undefined;
}

/** Native threads that share busy cores are ten times slower. */
const PATIENCE = { timeout: 120_000 };
const sentence = 'My name is Jürgen Müller and I lost my card. ';
const filler = 'please tell me how long it takes until the new card is here and what it costs. ';

/** Every promise of the port, for one implementation. The maker is called once. */
export function tokenClassifierContract(
  name: string,
  make: () => Promise<TokenClassifierUnderContract>,
  { skipReason }: TokenClassifierContractOptions = {},
): void {
  const title = skipReason === undefined ? name : `${name} (skipped: ${skipReason})`;
  describe.skipIf(skipReason !== undefined)(`token classifier contract: ${title}`, PATIENCE, () => {
    let made: TokenClassifierUnderContract;
    beforeAll(async () => {
      made = await make();
    });
    afterAll(async () => made.classifier.close());
    promisesOfSpans(() => made);
    promisesOfLongTexts(() => made);
    promisesOfFaults(() => made);
  });
}

function promisesOfSpans(made: () => TokenClassifierUnderContract): void {
  const namesIn = async (text: string): Promise<string[]> => {
    const spans = await made().classifier.tag(text);
    return spans.filter(({ label }) => label === 'NAME').map(({ start, end }) => text.slice(start, end));
  };

  it.each([
    ['accents and capitals', sentence, ['Jürgen Müller']],
    ['decomposed accents', sentence.normalize('NFD'), ['Jürgen Müller'.normalize('NFD')]],
    ['lower case', 'my name is jürgen müller', ['jürgen müller']],
    ['characters beyond the basic plane before', `👍🏽👍🏽 hello, ${sentence}`, ['Jürgen Müller']],
    ['an apostrophe', "Hello, my name is Mary O'Brien.", ["Mary O'Brien"]],
    ['lines and tabs', '\r\n\tMy name is Jürgen Müller\r\n', ['Jürgen Müller']],
  ])('answers offsets of the text as it stands: %s', async (_what, text, names) => {
    // The scripted one compares letters as they are written.
    expect((await namesIn(text)).map((found) => found.normalize())).toEqual(names.map((found) => found.normalize()));
  });

  it('answers spans by rising start, without overlaps, from letter to letter', async () => {
    const text = `${sentence.repeat(20)} (Mary O'Brien), -- "Jürgen Müller"...`;
    let last = 0;
    const spans = await made().classifier.tag(text);
    expect(spans.length).toBeGreaterThan(20);
    for (const { start, end, score } of spans) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(text.slice(start, end)).toMatch(/^[\p{L}\p{N}](?:.*[\p{L}\p{M}\p{N}])?$/su);
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      last = end;
    }
  });

  it('gives a text the same spans beside other calls', async () => {
    const { classifier } = made();
    const alone = await classifier.tag(sentence);
    const calls = await Promise.all(
      [sentence, filler, sentence, sentence.repeat(9)].map((text) => classifier.tag(text)),
    );
    expect(calls[0]).toEqual(alone);
    expect(calls[2]).toEqual(alone);
  });

  it('answers no spans for texts without words', async () => {
    for (const text of ['', ' \n\t ', '\u{0}\u{200b}', '?!...']) expect(await made().classifier.tag(text)).toEqual([]);
  });
}

function promisesOfLongTexts(made: () => TokenClassifierUnderContract): void {
  it('finds a name wherever it stands in a long text', async () => {
    for (let words = 60; words < 140; words += 7) {
      const text = `${'ok '.repeat(words)}my name is Jürgen Müller, ${filler.repeat(12)}`;
      const spans = await made().classifier.tag(text);
      expect(spans.map(({ start, end }) => text.slice(start, end))).toContain('Jürgen Müller');
    }
  });

  it('reads the longest text to its end, and lets short ones pass', async () => {
    const { classifier } = made();
    const text = filler.repeat(MOST_CHARACTERS / filler.length).slice(0, MOST_CHARACTERS - sentence.length) + sentence;
    let isDone = false;
    const long = classifier.tag(text).finally(() => {
      isDone = true;
    });
    await classifier.tag('hello');
    expect(isDone).toBe(false);
    const last = (await long).at(-1);
    expect(text.slice(last?.start, last?.end)).toBe('Jürgen Müller');
  });

  it('refuses a longer one with prompt-too-long', async () => {
    const { classifier } = made();
    await expect(classifier.tag('a'.repeat(1_048_576))).rejects.toMatchObject({ code: 'prompt-too-long' });
    await expect(classifier.tag('a '.repeat(MOST_CHARACTERS))).rejects.toMatchObject({ code: 'prompt-too-long' });
  });
}

function promisesOfFaults(made: () => TokenClassifierUnderContract): void {
  it('rejects with cancelled when aborted, and stays usable', async () => {
    const { classifier } = made();
    const stop = new AbortController();
    const call = classifier.tag(filler.repeat(100), stop.signal);
    stop.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(await classifier.tag(sentence)).not.toEqual([]);
  });

  it('fails calls in flight with engine-down when the engine dies, and serves the next', async () => {
    const { classifier, kill } = made();
    const inFlight = classifier.tag(filler.repeat(400));
    kill();
    await expect(inFlight).rejects.toMatchObject({ code: 'engine-down' });
    expect(await classifier.tag(sentence)).not.toEqual([]);
    expect(classifier.isReady()).toBe(true);
  });

  it('is ready until closed, and refuses calls afterwards', async () => {
    const { classifier } = made();
    await classifier.close();
    await classifier.close();
    expect(classifier.isReady()).toBe(false);
    await expect(classifier.tag('card')).rejects.toMatchObject({ code: 'engine-down' });
  });
}
