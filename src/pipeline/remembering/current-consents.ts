import type { Conversation } from '../../conversation/conversation.ts';
import type { Caller } from '../../identity/roles.ts';
import type { ConsentEntry } from '../../privacy/consent.ts';
import type { Records } from '../records.ts';

/** Consents that count in a conversation. Whoever typed a reference at a kiosk learns nothing of its owner by them. */
export async function currentConsents(
  { records }: { readonly records: Pick<Records, 'consents' | 'memory'> },
  { id, subject }: Pick<Conversation, 'id' | 'subject'>,
  { role }: Pick<Caller, 'role'>,
): Promise<readonly ConsentEntry[]> {
  const entries = await records.consents.current({ subject, conversation: id });
  const mayKnow = role !== 'kiosk' || (await records.memory.isProven(id));
  return mayKnow ? entries : entries.filter((entry) => entry.conversation === id);
}
