import { AuditError } from './audit-error.ts';
import { TILE_WIDTH } from './tile-path.ts';

/** Longest entry a bundle can hold: its length stands before it in 16 bits. */
export const LONGEST_ENTRY = 65_535;

const lengthBytes = 2;

/** More bytes than any bundle has. */
export const LONGEST_BUNDLE = TILE_WIDTH * (LONGEST_ENTRY + lengthBytes);

/**
 * One entry as it stands in a bundle: its length as a big-endian uint16, then its bytes (C2SP tlog-tiles, "Log entries").
 *
 * @throws {AuditError} `entry-too-long`
 */
export function toBundledEntry(entry: Uint8Array): Uint8Array {
  refuseTooLong(entry);
  const framed = Buffer.allocUnsafe(lengthBytes + entry.length);
  framed.writeUInt16BE(entry.length);
  framed.set(entry, lengthBytes);
  return framed;
}

/** @throws {AuditError} `entry-too-long` */
export function refuseTooLong(entry: Uint8Array): void {
  if (entry.length <= LONGEST_ENTRY) return;
  const what = `Cannot keep log entry of ${entry.length} bytes: ${LONGEST_ENTRY} are the most one may have`;
  throw new AuditError('entry-too-long', what);
}

/**
 * Splits a bundle from anywhere into entries, which share its memory.
 *
 * @throws {AuditError} `bundle-malformed` for a bundle that ends in the middle of an entry
 */
export function* entriesOfBundle(bundle: Uint8Array): Generator<Uint8Array, undefined, undefined> {
  for (let from = 0; from < bundle.length; ) {
    const [high, low] = [bundle[from], bundle[from + 1]];
    const start = from + lengthBytes;
    const end = high === undefined || low === undefined ? Infinity : start + high * 256 + low;
    if (end > bundle.length) {
      throw new AuditError('bundle-malformed', 'Cannot read entry bundle: it ends in the middle of an entry');
    }
    yield bundle.subarray(start, end);
    from = end;
  }
}
