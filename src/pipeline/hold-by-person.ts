import { toPacket } from '../handoff/to-packet.ts';
import type { Call } from './appliance.ts';
import type { NewHandover, Write } from './ledger.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';

/** Turns a packet tells of. */
const PACKET_TURNS = 6;

/**
 * The writes that go with a person's first word in a conversation nobody handed over: a claimed handover, without which
 * nobody could ever return or resolve it.
 */
export async function holdByPerson(
  stages: Stages,
  { conversation, progress }: StoredConversation,
  call: Call,
  at: Date,
): Promise<readonly Write[]> {
  if ((await stages.records.openHandover(conversation.id)) !== undefined) return [];
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
    sentiment: { label: 'neutral', trend: 'steady' },
    emotion: 'neutral',
  });
  const handover: NewHandover = {
    reference: stages.newId('h'),
    conversation: conversation.id,
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
  return [
    { kind: 'handover', handover },
    { kind: 'handover-state', reference, state: 'claimed', claimedBy: call.caller.keyId, resolution: null },
  ];
}
