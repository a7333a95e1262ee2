import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '../../identity/password-hasher.ts';

/** OWASP Password Storage Cheat Sheet, argon2id (the library's own default): 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashes at once: 38 MiB, and half of a small machine's cores at most. */
const AT_ONCE = 2;

export function createPasswordHasher(): PasswordHasher {
  const inTurn = createTurnstile(AT_ONCE);
  return {
    hash: (password) => inTurn(() => hash(password.normalize('NFKC'), parameters)),
    verify: (hashed, password) => inTurn(() => verify(hashed, password.normalize('NFKC')).catch(() => false)),
  };
}

/** Lets `places` works in at once; the others wait in the order they came. */
function createTurnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async function passTurnstile(work) {
    if (inside >= places) await new Promise<void>((resolve) => waiting.push(resolve));
    inside += 1;
    try {
      return await work();
    } finally {
      inside -= 1;
      waiting.shift()?.();
    }
  };
}
