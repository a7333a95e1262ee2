import { type Conversation, isHeldByPerson } from '../conversation/conversation.ts';
import { PACKET_TURNS } from '../handoff/to-packet.ts';
import { handedOver } from './endings.ts';
import { sealTurn } from './seal-turn.ts';
import type { Stages } from './stages.ts';
import type { TurnWork } from './turn-work.ts';
import type { TurnView } from './views.ts';

/** The button "talk to a person": a turn of its own, with the note as its text; nothing is classified or looked up. */
export async function requestPerson(
  stages: Stages,
  { conversation, note }: { readonly conversation: Conversation; readonly note: string | null },
  work: TurnWork,
): Promise<TurnView> {
  const message = { conversation, text: (note ?? '').trim(), receivedAt: stages.now() };
  const redacted = await work.clock.time('redact', (signal) => stages.redactMessage(message, signal));
  work.notes.earlier = await stages.records.recentTurns(conversation.id, work.progress.issueStart, PACKET_TURNS);
  work.notes.priorContacts = await stages.records.priorContacts(conversation.subject, conversation.id);
  const outcome = isHeldByPerson(conversation)
    ? ({ kind: 'with-person' } as const)
    : handedOver({ stages, redacted, work }, 'person-requested');
  return sealTurn({ stages, redacted, work }, outcome);
}
