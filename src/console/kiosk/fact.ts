import { KioskError } from './kiosk-error.ts';
import { findText, isRecord, recordsOf } from './narrow.ts';

/** One small thing that is remembered of the customer beyond this conversation. */
export interface Fact {
  readonly id: string;
  /** A kind of the closed list, such as `preferred-language`. */
  readonly kind: string;
  readonly value: string;
  /** ISO 8601: from this moment on nobody reads it. */
  readonly expires: string;
}

/** @throws {KioskError} `unreadable-answer` */
export function parseFacts(value: unknown): readonly Fact[] {
  if (!isRecord(value) || !Array.isArray(value.items)) throw new KioskError('unreadable-answer');
  return recordsOf(value.items).map((item) => {
    const id = findText(item, 'id');
    // What cannot be named cannot be deleted: it is not shown as if it could.
    if (id === undefined) throw new KioskError('unreadable-answer');
    const [kind = '', text = '', expires = ''] = ['kind', 'value', 'expires'].map((name) => findText(item, name));
    return { id, kind, value: text, expires };
  });
}
