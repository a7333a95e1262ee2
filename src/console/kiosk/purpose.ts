import { KioskError } from './kiosk-error.ts';
import { findNumber, findText, isRecord, recordsOf } from './narrow.ts';

/** What personal data may be used for only with a yes, and where the customer stands with it. */
export interface Purpose {
  readonly id: string;
  readonly title: string;
  /** The words a yes or no is given to, and the language they are in. */
  readonly notice: { readonly text: string; readonly language: string };
  /** Undefined where nobody said anything, or said it to other words. */
  readonly choice: Choice | undefined;
  /** Longest time anything is kept for it. */
  readonly keepDays: number;
}

/** A yes or no that is on the record. */
export interface Choice {
  readonly granted: boolean;
  /** ISO 8601. */
  readonly at: string;
}

/** The purposes that rest on consent; the others are not for the customer to choose. */
export function parsePurposes(value: unknown): readonly Purpose[] {
  const items = isRecord(value) ? recordsOf(value.items) : [];
  return items.filter((item) => item.optional === true).map(parsePurpose);
}

/** @throws {KioskError} `unreadable-answer` */
export function parseChoice(value: unknown): Choice {
  const choice = isRecord(value) ? findChoice(value) : undefined;
  if (choice === undefined) throw new KioskError('unreadable-answer');
  return choice;
}

function parsePurpose(item: Record<string, unknown>): Purpose {
  const [id, title, keepDays] = [findText(item, 'purpose'), findText(item, 'title'), findNumber(item, 'keepDays')];
  const notice = isRecord(item.notice) ? item.notice : {};
  const [text, language] = [findText(notice, 'text'), findText(notice, 'language')];
  // A yes is worth nothing without the words it is given to.
  if (id === undefined || title === undefined || keepDays === undefined || text === undefined || language === undefined)
    throw new KioskError('unreadable-answer');
  return { id, title, notice: { text, language }, choice: findChoice(item), keepDays };
}

function findChoice(item: Record<string, unknown>): Choice | undefined {
  const at = findText(item, 'at');
  return typeof item.granted === 'boolean' && at !== undefined ? { granted: item.granted, at } : undefined;
}
