import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A value that stands in clear text somewhere. */
export interface RawFinding {
  readonly value: string;
  readonly where: string;
}

/** Bytes that are compared before the whole value is. */
const HEAD_BYTES = 6;
/** Up to this many bytes a value may stand inside a hash or a number by chance, so that it counts only by itself. */
const SHORT_BYTES = 9;
const FILTER_BITS = 22;

/**
 * Finds values in bytes, however many values and whatever the bytes: databases with their free pages, logs, indexes.
 *
 * @param values of six bytes or more
 */
export function createRawSearch(values: Iterable<string>) {
  const byHead = new Map<number, { readonly value: string; readonly bytes: Buffer }[]>();
  const filter = new Uint8Array(2 ** FILTER_BITS);
  for (const value of new Set(values)) {
    const bytes = Buffer.from(value, 'utf8');
    if (bytes.length < HEAD_BYTES) throw new Error(`Cannot search for "${value}": it is too short`);
    const head = bytes.readUIntBE(0, HEAD_BYTES);
    byHead.set(head, [...(byHead.get(head) ?? []), { value, bytes }]);
    filter[filterPlace(bytes, 0)] = 1;
  }

  function inBytes(bytes: Buffer, where: string): RawFinding[] {
    const found = new Map<string, RawFinding>();
    for (let at = 0; at + HEAD_BYTES <= bytes.length; at += 1) {
      if (filter[filterPlace(bytes, at)] === 0) continue;
      for (const { value, bytes: whole } of byHead.get(bytes.readUIntBE(at, HEAD_BYTES)) ?? []) {
        const end = at + whole.length;
        if (end > bytes.length || whole.compare(bytes, at, end) !== 0) continue;
        if (whole.length < SHORT_BYTES && (isLetterOrDigit(bytes[at - 1]) || isLetterOrDigit(bytes[end]))) continue;
        found.set(value, { value, where: `${where} at ${at}` });
      }
    }
    return [...found.values()];
  }

  return {
    inText: (text: string, where: string): RawFinding[] => inBytes(Buffer.from(text, 'utf8'), where),
    /** Every file below a folder, hidden ones too. */
    inFolder: (folder: string): RawFinding[] =>
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .flatMap((entry) => inBytes(readFileSync(pathOf(entry)), pathOf(entry))),
  };
}

/** Three bytes, spread over the filter. */
function filterPlace(bytes: Buffer, at: number): number {
  const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  return Math.imul(three, 0x9e3779b1) >>> (32 - FILTER_BITS);
}

function isLetterOrDigit(byte: number | undefined): boolean {
  return byte !== undefined && /[\w+/]/u.test(String.fromCharCode(byte));
}

function pathOf(entry: Dirent): string {
  return join(entry.parentPath, entry.name);
}
