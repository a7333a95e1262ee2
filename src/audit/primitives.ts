import { hashes, verify as verifyByNoble } from '@noble/ed25519';
import { sha256 as sha256ByNoble, sha512 } from '@noble/hashes/sha2.js';

// What checks a log also runs in browsers, some of them on pages from plain HTTP, where WebCrypto is missing. Under Node
// its own cryptography is several times as fast; it is looked up and not imported, so that any bundler takes these files.

type Sha256 = (...parts: readonly Uint8Array[]) => Uint8Array;
/** Whether a signature over a message is by the key this was made for. Never throws. */
export type SignatureCheck = (message: Uint8Array, signature: Uint8Array) => boolean;

interface NodeHash {
  update(part: Uint8Array): NodeHash;
  digest(): Uint8Array;
}

/** The little of `node:crypto` that is used here. */
interface NodeCrypto {
  createHash(algorithm: 'sha256'): NodeHash;
  hash(algorithm: 'sha256', bytes: Uint8Array, encoding: 'buffer'): Uint8Array;
  createPublicKey(input: { readonly key: object; readonly format: 'jwk' }): object;
  verify(algorithm: null, message: Uint8Array, key: object, signature: Uint8Array): boolean;
}

/** The little of `Buffer` that is used in `base64.ts`. */
interface NodeBuffer {
  from(bytes: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string };
  from(text: string, encoding: 'base64'): Uint8Array & { toString(encoding: 'base64'): string };
}

const nodeCrypto = findBuiltin('node:crypto', isNodeCrypto);
export const nodeBuffer: NodeBuffer | undefined = findBuiltin('node:buffer', isBufferModule)?.Buffer;

/** SHA-256 of the parts one after the other. */
export const sha256: Sha256 = nodeCrypto === undefined ? hashByNoble : toNodeSha256(nodeCrypto);

/**
 * Checks Ed25519 signatures (RFC 8032) by the public key of these 32 bytes.
 *
 * @param crypto what to check with: Node's where this is Node, else the library
 */
export function createSignatureCheck(publicKey: Uint8Array, crypto = nodeCrypto): SignatureCheck {
  if (crypto === undefined) return toNobleCheck(publicKey);
  const x = toBase64Url(publicKey);
  const key = crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return (message, signature) => crypto.verify(null, message, key, signature);
}

/** As {@link createSignatureCheck} in a browser. */
export function toNobleCheck(publicKey: Uint8Array): SignatureCheck {
  hashes.sha512 = sha512;
  return function checkByNoble(message, signature) {
    try {
      // Strict, as RFC 8032 says and OpenSSL does: no two spellings of one point.
      return verifyByNoble(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  };
}

/** As {@link sha256} in a browser. */
export function hashByNoble(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = sha256ByNoble.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** One call that takes the whole is twice as fast as a hash that is fed, so short parts are put together first. */
function toNodeSha256({ createHash, hash }: NodeCrypto): Sha256 {
  const scratch = new Uint8Array(65_536);
  return function hashByNode(...parts) {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length > scratch.length) {
      const fed = createHash('sha256');
      for (const part of parts) fed.update(part);
      return fed.digest();
    }
    let at = 0;
    for (const part of parts) {
      scratch.set(part, at);
      at += part.length;
    }
    return hash('sha256', scratch.subarray(0, length), 'buffer');
  };
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A module of Node, undefined where this is no Node. */
function findBuiltin<T>(name: string, isModule: (value: unknown) => value is T): T | undefined {
  const runtime: unknown = Reflect.get(globalThis, 'process');
  if (!hasFunction(runtime, 'getBuiltinModule')) return undefined;
  const found = runtime.getBuiltinModule(name);
  return isModule(found) ? found : undefined;
}

function isNodeCrypto(value: unknown): value is NodeCrypto {
  return (['createHash', 'hash', 'createPublicKey', 'verify'] as const).every((name) => hasFunction(value, name));
}

function isBufferModule(value: unknown): value is { readonly Buffer: NodeBuffer } {
  return typeof value === 'object' && value !== null && 'Buffer' in value && hasFunction(value.Buffer, 'from');
}

function hasFunction<Name extends string>(
  value: unknown,
  name: Name,
): value is Readonly<Record<Name, (...parameters: readonly unknown[]) => unknown>> {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isHolder && typeof Reflect.get(value, name) === 'function';
}
