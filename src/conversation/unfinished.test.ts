import { describe, expect, it } from 'vitest';
import { hasEndMark, isShort, isUnfinished } from './unfinished.ts';

describe('isUnfinished', () => {
  it.each(['hi', 'my card', 'I have lost my card and', 'hello,', 'I have a question about', 'so…', 'wait -'])(
    'waits for more after "%s"',
    (text) => expect(isUnfinished(text)).toBe(true),
  );

  it.each(['help!', 'Hi.', 'I lost my card', 'how do I freeze my card', 'why?', 'ブロックしてください。'])(
    'begins at once with "%s"',
    (text) => expect(isUnfinished(text)).toBe(false),
  );
});

describe('hasEndMark', () => {
  it('knows a sentence that has come to its end', () => {
    expect(['what now?', 'It is gone!', 'Done.', '“Really?”'].map(hasEndMark)).toEqual([true, true, true, true]);
    expect(['what now', 'and then...', 'my card,'].map(hasEndMark)).toEqual([false, false, false]);
  });
});

describe('isShort', () => {
  it('keeps a message of its own apart', () => {
    expect(isShort('it was stolen in town yesterday')).toBe(true);
    expect(isShort('word '.repeat(13))).toBe(false);
  });
});
