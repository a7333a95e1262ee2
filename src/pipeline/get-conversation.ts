import type { Caller } from '../identity/roles.ts';
import { ApplianceError } from './appliance-error.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';

/** @throws {ApplianceError} `conversation-not-found` */
export async function getConversation(stages: Pick<Stages, 'records'>, id: string): Promise<StoredConversation> {
  const stored = await stages.records.findConversation(id);
  if (stored === undefined) throw notFound();
  return stored;
}

/**
 * A kiosk sees the conversations its own key started; to it, others do not exist.
 *
 * @throws {ApplianceError} `conversation-not-found`
 */
export async function getVisibleConversation(
  stages: Pick<Stages, 'records'>,
  id: string,
  caller: Caller,
): Promise<StoredConversation> {
  const stored = await getConversation(stages, id);
  if (caller.role === 'kiosk' && stored.keyId !== caller.keyId) throw notFound();
  return stored;
}

function notFound(): ApplianceError {
  return new ApplianceError('conversation-not-found', 'There is no such conversation');
}
