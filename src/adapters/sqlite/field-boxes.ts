import { deriveFieldKey } from '../../privacy/derive-field-key.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { closeBytes, openBytes } from '../../privacy/value-box.ts';

/** Every column that holds what a customer or a person wrote, or what was said to them. */
export const boxedFields = [
  'turns.question',
  'turns.view',
  'open_turns.question',
  'open_turns.sentences',
  'person_replies.text',
  'handovers.body',
  'handovers.resolution',
  'feedback.comment',
  'answers.answer',
  'action_states.state',
  'vault.box',
  'log_texts.box',
  'subject_holds.reason',
  'subject_statements.box',
  'memory_facts.box',
] as const;
export type BoxedField = (typeof boxedFields)[number];

/** Whose data is closed, and where its box stands: a box moved to another row, column or subject does not open. */
export interface BoxPlace {
  readonly subject: string;
  readonly field: BoxedField;
  /** Parts of the row's primary key, in its order. */
  readonly row: readonly (string | number)[];
}

/** What was written on behalf of the appliance itself, such as a note on the stop switch; never erased. */
export const applianceSubject = 'appliance';

/** Boxes of table columns, each under its subject's subkey for that column. */
export interface FieldBoxes {
  /** Makes the subject's key where there is none. @throws {StoreError} `key-erased` */
  close(place: BoxPlace, bytes: Buffer): Buffer;
  closeText(place: BoxPlace, text: string): Buffer;
  /** Undefined once the subject's key was destroyed. @throws {PrivacyError} `box-damaged` */
  open(place: BoxPlace, box: Buffer): Buffer | undefined;
  openText(place: BoxPlace, box: Buffer): string | undefined;
}

export function createFieldBoxes(keys: SubjectKeys): FieldBoxes {
  const close = (place: BoxPlace, bytes: Buffer): Buffer =>
    closeBytes(deriveFieldKey(keys.keyFor(place.subject), place.field), nameOf(place), bytes);
  const open = (place: BoxPlace, box: Buffer): Buffer | undefined => {
    const key = keys.findKey(place.subject);
    // An upgrade leaves no bytes where the key was gone already.
    return key === undefined || box.length === 0
      ? undefined
      : openBytes(deriveFieldKey(key, place.field), nameOf(place), box);
  };
  return {
    close,
    closeText: (place, text) => close(place, Buffer.from(text, 'utf8')),
    open,
    openText: (place, box) => open(place, box)?.toString('utf8'),
  };
}

/** JSON, so that no two places have one name. */
function nameOf({ subject, field, row }: BoxPlace): string {
  return JSON.stringify([field, subject, ...row]);
}
