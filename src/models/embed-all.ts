import type { Embedder } from './embedder.ts';

/** Texts of one call: few enough to show how far it is, and to let a customer's question in between. */
const AT_ONCE = 64;

/** Embeds texts in order, however many. @throws {ModelError} as the embedder */
export async function embedAll(
  embedder: Embedder,
  texts: readonly string[],
  onProgress: (done: number) => void = () => undefined,
): Promise<readonly Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += AT_ONCE) {
    onProgress(start);
    vectors.push(...(await embedder.embed(texts.slice(start, start + AT_ONCE))));
  }
  return vectors;
}
