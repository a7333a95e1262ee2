import type { RecordedConversation } from './replay/recorded-inputs.ts';

/**
 * True where the record of every turn says that all recognisers read it, and no reply of a person says that one did not.
 * What nobody can tell is not whole: turns of earlier releases have no record, and one whose key is gone has no words.
 */
export function isWhollyRedacted({ entries }: Pick<RecordedConversation, 'entries'>): boolean {
  return entries.every(({ entry }) => {
    switch (entry.kind) {
      case 'turn':
        return entry.record?.redactionComplete === true;
      case 'person-replied':
        return entry.redactionComplete !== false;
      default:
        return true;
    }
  });
}
