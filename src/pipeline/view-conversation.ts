import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';
import type { ConversationView } from './views.ts';

/** A conversation and everything said in it, as staff read it: masked. */
export async function viewConversation(
  stages: Pick<Stages, 'records'>,
  { conversation }: StoredConversation,
): Promise<ConversationView> {
  const { id, state, version, channel, language } = conversation;
  return { id, state, version, channel, language, transcript: await stages.records.transcript(id) };
}
