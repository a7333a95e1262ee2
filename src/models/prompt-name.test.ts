import { describe, expect, it } from 'vitest';
import { promptName } from './prompt-name.ts';

describe('promptName', () => {
  it('names id, version and a hash of the words', () => {
    const prompt = { id: 'compose-reply', version: 3, system: 'Be kind.' };
    expect(promptName(prompt)).toMatch(/^compose-reply@3:[0-9a-f]{12}$/u);
    expect(promptName({ ...prompt, system: 'other' })).not.toBe(promptName(prompt));
  });
});
