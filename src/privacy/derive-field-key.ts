import { hkdfSync } from 'node:crypto';

/** Subkeys by data key: they live as long as somebody holds that, and no longer. */
const derived = new WeakMap<Buffer, Map<string, Buffer>>();

/**
 * The 256-bit subkey of a data key for one purpose, so that no two columns share a key and none uses the data key itself.
 *
 * @see RFC 5869: HKDF-SHA-256, no salt (the data key is uniformly random), the purpose as info
 */
export function deriveFieldKey(dataKey: Buffer, purpose: string): Buffer {
  const known = derived.get(dataKey) ?? new Map<string, Buffer>();
  derived.set(dataKey, known);
  const key = known.get(purpose) ?? Buffer.from(hkdfSync('sha256', dataKey, '', `confidant field ${purpose}`, 32));
  known.set(purpose, key);
  return key;
}

/** Overwrites a data key and every subkey made of it. Whoever still holds the buffers holds zeros. */
export function wipeDataKey(dataKey: Buffer): void {
  for (const key of derived.get(dataKey)?.values() ?? []) key.fill(0);
  derived.delete(dataKey);
  dataKey.fill(0);
}
