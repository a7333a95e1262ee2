/**
 * Writes the mean of the token vectors, scaled to length 1, into `vector`.
 *
 * @param hidden numbers of all tokens, token by token, `vector.length` each
 * @see Reimers & Gurevych, "Sentence-BERT", EMNLP 2019
 */
export function poolVector(hidden: Float32Array, vector: Float32Array): void {
  const dimension = vector.length;
  vector.fill(0);
  for (let start = 0; start < hidden.length; start += dimension) {
    for (let index = 0; index < dimension; index += 1) {
      vector[index] = (vector[index] ?? 0) + (hidden[start + index] ?? 0);
    }
  }
  const length = Math.hypot(...vector);
  for (let index = 0; index < dimension; index += 1) vector[index] = (vector[index] ?? 0) / length;
}
