/** Vectors of equal dimension, one after the other, 32-bit floats in the byte order of this machine. */
export function toBytes(vectors: readonly Float32Array[]): Buffer {
  return Buffer.concat(vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)));
}

/** Copies: a row's bytes need not stand at an address a Float32Array may look at. */
export function toVector(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** @param size bytes of one vector */
export function toVectors(bytes: Buffer, size: number): readonly Float32Array[] {
  const count = size === 0 ? 0 : bytes.length / size;
  return Array.from({ length: count }, (_, index) => toVector(bytes.subarray(index * size, (index + 1) * size)));
}
