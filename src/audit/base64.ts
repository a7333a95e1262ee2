import { nodeBuffer } from './primitives.ts';

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  if (nodeBuffer === undefined) return toBase64InBrowser(bytes);
  return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * Reads standard base64, or `undefined` for anything else. Encoding again must give the same text, so that one hash or
 * signature has exactly one spelling.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  if (nodeBuffer === undefined) return fromBase64InBrowser(text);
  const bytes = nodeBuffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export function toBase64InBrowser(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCodePoint(byte);
  return btoa(text);
}

export function fromBase64InBrowser(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0);
    return toBase64InBrowser(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
