import { describe, expect, it } from 'vitest';
import { stemWord } from './stem-word.ts';

describe('stemWord', () => {
  it.each([
    ['cards', 'card'],
    ['ordering', 'order'],
    ['replaced', 'replace'],
    ['replacing', 'replaces'],
    ['stopped', 'stop'],
    ['quickly', 'quick'],
    ['branches', 'branch'],
    ['currencies', 'currency'],
    ['fees', 'fee'],
  ])('brings %j and %j together', (one, other) => {
    expect(stemWord(one)).toBe(stemWord(other));
  });

  it.each(['bus', 'less', 'a1s', 'gas'])('leaves %j', (word) => {
    expect(stemWord(word)).toBe(word);
  });
});
