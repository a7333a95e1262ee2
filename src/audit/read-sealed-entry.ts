import { parseJson } from '../conversation/parse-json.ts';
import { isCanonicalJson } from './canonical-json.ts';
import { parseSealedEntry, type SealedEntry } from './entry-texts.ts';

/** Strict, so that one text has one spelling in bytes. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The entry whose canonical JSON these bytes are, or `undefined`: whatever is wrong with them, down to a nest that exhausts
 * the stack, makes them no entry.
 */
export function readSealedEntry(bytes: Uint8Array): SealedEntry | undefined {
  try {
    const text = utf8.decode(bytes);
    const value = parseJson(text);
    return isCanonicalJson(text, value) ? parseSealedEntry(value) : undefined;
  } catch {
    return undefined;
  }
}
