import type { Caller } from '../identity/roles.ts';
import type { StoredConversation } from './records.ts';
import { toConsentState } from './remembering/consent-views.ts';
import { currentConsents } from './remembering/current-consents.ts';
import { revealableIn } from './revealable-in.ts';
import type { Stages } from './stages.ts';
import type { ConversationView } from './views.ts';

/** A conversation, everything said in it, as staff read it: masked, and what the customer agreed to. */
export async function viewConversation(
  stages: Pick<Stages, 'records' | 'policy'>,
  { conversation }: StoredConversation,
  caller: Pick<Caller, 'role'>,
): Promise<ConversationView> {
  const { id, state, version, channel, language } = conversation;
  const consents = (await currentConsents(stages, conversation, caller)).map(toConsentState);
  const transcript = await stages.records.transcript(id);
  const texts = transcript.map((line) => line.text);
  const revealable = revealableIn(texts, stages.policy().files.privacy.reveal, caller);
  return { id, state, version, channel, language, transcript, consents, revealable };
}
