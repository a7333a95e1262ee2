import { PACKET_TURNS, toPacket } from '../handoff/to-packet.ts';
import type { Call } from './appliance.ts';
import type { NewHandover, Write } from './ledger.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';

/** A handover that was opened with a person's first word; nothing where one was open already. */
export interface HeldByPerson {
  readonly opened: { readonly handover?: string };
  readonly writes: readonly Write[];
}

/**
 * What goes with a person's first word in a conversation nobody handed over: a claimed handover, without which
 * nobody could ever return or resolve it.
 */
export async function holdByPerson(
  stages: Stages,
  { conversation, progress }: StoredConversation,
  call: Call,
  at: Date,
): Promise<HeldByPerson> {
  if ((await stages.records.openHandover(conversation.id)) !== undefined) return { opened: {}, writes: [] };
  const earlier = await stages.records.recentTurns(conversation.id, progress.issueStart, PACKET_TURNS);
  const before = earlier.at(-1);
  const { defaultQueue } = stages.policy(conversation).files.escalation;
  const { headline, packet } = toPacket({
    tier: conversation.tier,
    verified: conversation.verified,
    channel: conversation.channel,
    language: conversation.language,
    priorContacts: await stages.records.priorContacts(conversation.subject, conversation.id),
    intentTitle: 'Question',
    question: before?.question ?? '',
    earlier,
    passages: [],
    reason: 'taken-over',
    priority: 'normal',
    findings: [],
    notes: [],
    sentiment: { label: 'neutral', trend: 'steady' },
    emotion: 'neutral',
  });
  const handover: NewHandover = {
    reference: stages.newId('h'),
    conversation: conversation.id,
    turn: progress.turns,
    reason: 'taken-over',
    queue: defaultQueue,
    priority: 'normal',
    at: at.toISOString(),
    headline,
    packet,
    entities: [],
    rationale: 'a person took the conversation over',
    attempted: [],
  };
  const { reference } = handover;
  return {
    opened: { handover: reference },
    writes: [
      { kind: 'handover', handover },
      { kind: 'handover-state', reference, state: 'claimed', claimedBy: call.caller.keyId, resolution: null },
    ],
  };
}
