import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from './create-password-hasher.ts';

describe('createPasswordHasher', () => {
  const hasher = createPasswordHasher();

  it('makes another argon2id hash each time, and knows its password by both', async () => {
    const [first, second] = await Promise.all([hasher.hash('gravel umbrella'), hasher.hash('gravel umbrella')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    expect(first).not.toBe(second);
    expect(await Promise.all([first, second].map((hash) => hasher.verify(hash, 'gravel umbrella')))).toEqual([
      true,
      true,
    ]);
    expect(await hasher.verify(first, 'gravel umbrell')).toBe(false);
  });

  it('knows a password however a keyboard composes its letters', async () => {
    expect(await hasher.verify(await hasher.hash('Zoe\u0308 umbrella'), 'Zo\u00EB umbrella')).toBe(true);
  });

  it.each(['', 'none', '$argon2id$v=19$m=19456,t=2,p=1$', '$2b$10$abc'])('knows nothing by %j', async (hash) => {
    expect(await hasher.verify(hash, '')).toBe(false);
  });

  it('serves everybody although only a few are served at once', async () => {
    const hash = await hasher.hash('gravel umbrella');
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, one) => hasher.verify(hash, `gravel umbrella${one || ''}`)),
    );
    expect(answers).toEqual([true, ...Array.from({ length: 8 }, () => false)]);
  });
});
