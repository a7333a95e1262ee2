import type { LogEntry } from '../audit/entry-format.ts';
import { isHeldByPerson } from '../conversation/conversation.ts';
import type { ConversationEvent } from '../conversation/conversation-event.ts';
import type { Outcome } from '../conversation/outcome.ts';
import { actionWrites, confirmationOf } from './acting/action-writes.ts';
import { ApplianceError } from './appliance-error.ts';
import { getConversation } from './get-conversation.ts';
import type { SealContext, Write } from './ledger.ts';
import { progressAfter } from './progress-after.ts';
import { entryHead, idempotencyOf } from './recorded-call.ts';
import { rememberTurn } from './remembering/remember-turn.ts';
import type { Stages } from './stages.ts';
import { type DecisionVersions, toDecision, toTimings, toTriageView } from './to-decision.ts';
import { toHandover } from './to-handover.ts';
import { toMeasures } from './to-measures.ts';
import { toTurnRecord } from './to-turn-record.ts';
import type { TurnContext, TurnWork } from './turn-work.ts';
import type { TurnView } from './views.ts';

/**
 * Puts the turn on the record: events, turn, vault, handover and log entry in one transaction. What the customer is told
 * exists only as the answer of that commit.
 *
 * @throws {ApplianceError} `store-full`, `store-failed`
 */
export async function sealTurn(context: TurnContext, outcome: Outcome): Promise<TurnView> {
  const { stages, redacted, work } = context;
  const begun = stages.nowMs();
  const reference = outcome.kind === 'handed-over' ? stages.newId('h') : null;
  const decision = toDecision(work, outcome, versionsOf(stages, work));
  const sealing = { ...context, outcome, begun, reference, decision };
  try {
    const commit = (): Promise<TurnView> =>
      stages.ledger.commit({
        entry: toTurnEntry(sealing),
        expects: { conversation: redacted.turn.conversation.id, version: work.progress.version },
        idempotency: idempotencyOf(work.call),
        alsoAnswers: work.joined.flatMap((call) => idempotencyOf(call) ?? []),
        build: (seal) => buildTurn(sealing, seal),
      });
    const view = await stages.span('seal', commit);
    stages.observeTurn(toMeasures(work.notes));
    await rememberTurn(context, view);
    return view;
  } catch (error) {
    if (!(error instanceof ApplianceError) || error.code !== 'version-conflict') throw error;
    return sealAgain(context, outcome);
  }
}

/** Somebody acted on the conversation meanwhile. If a person took it, the assistant is silent; else the ending stands. */
async function sealAgain({ stages, redacted, work }: TurnContext, outcome: Outcome): Promise<TurnView> {
  const stored = await getConversation(stages, redacted.turn.conversation.id);
  const moved = { ...work, progress: stored.progress };
  const held = isHeldByPerson(stored.conversation);
  const present = { ...redacted, turn: { ...redacted.turn, conversation: stored.conversation } };
  return sealTurn({ stages, redacted: present, work: moved }, held ? { kind: 'with-person' } : outcome);
}

interface Sealing extends TurnContext {
  readonly outcome: Outcome;
  readonly begun: number;
  /** Of the handover this turn becomes. */
  readonly reference: string | null;
  /** The same in the view and in the log. */
  readonly decision: TurnView['decision'];
}

function buildTurn(sealing: Sealing, seal: SealContext): { writes: readonly Write[]; answer: TurnView } {
  const { stages, redacted, work, outcome, reference } = sealing;
  const { turn } = redacted;
  const at = turn.receivedAt;
  work.notes.timings.set('seal', stages.nowMs() - sealing.begun);
  const handover =
    outcome.kind === 'handed-over' && reference !== null ? toHandover(reference, sealing, outcome) : null;
  const view = toTurnView(sealing, seal);
  const events = eventsOf(sealing, reference ?? '');
  const progress = progressAfter(work.progress, events);
  const conversation = turn.conversation.id;
  const writes: Write[] = [
    { kind: 'events', conversation, events, progress, at },
    {
      kind: 'turn',
      view,
      at,
      question: turn.question,
      outcome: outcome.kind,
      intent: work.notes.triage?.intent.id ?? 'unknown',
      sentiment: work.notes.triage?.sentiment.score ?? 0,
    },
  ];
  const values = [...redacted.added, ...work.notes.action.values];
  if (values.length > 0) {
    writes.push({ kind: 'vault', conversation, subject: turn.conversation.subject, values });
  }
  writes.push(...actionWrites(sealing));
  if (handover) writes.push({ kind: 'handover', handover });
  const { raised } = work.notes;
  if (raised) writes.push({ kind: 'handover-priority', reference: raised.reference, priority: raised.to });
  return { writes, answer: view };
}

function eventsOf({ redacted, work, outcome }: Sealing, reference: string): readonly ConversationEvent[] {
  const turn = redacted.turn.number;
  const { answered, isVerifiedNow } = work.notes.action;
  const came: ConversationEvent = answered
    ? { kind: 'confirmation-answered', turn, ...answered }
    : { kind: 'customer-wrote', turn, newIssue: work.notes.newIssue };
  const wrote: readonly ConversationEvent[] = isVerifiedNow ? [came, { kind: 'identity-verified', turn }] : [came];
  switch (outcome.kind) {
    case 'answered':
    case 'clarifying':
      return [...wrote, { kind: 'assistant-replied', turn, outcome: outcome.kind }];
    case 'handed-over':
      return [...wrote, { kind: 'handed-over', reference, reason: outcome.reason }];
    case 'confirming':
      return [...wrote, { kind: 'confirmation-asked', turn, step: outcome.step }];
    case 'with-person':
      return wrote;
  }
}

function toTurnView({ redacted, work, outcome, reference, decision }: Sealing, context: SealContext): TurnView {
  // While a person holds the conversation the assistant is silent.
  const reply = outcome.kind === 'with-person' ? null : outcome.reply;
  return {
    conversation: redacted.turn.conversation.id,
    turn: redacted.turn.number,
    outcome: outcome.kind,
    reply: reply && { text: reply.text, language: reply.language, mode: reply.mode, citations: reply.citations },
    confirmation: confirmationOf(work.notes.action, outcome),
    handover:
      outcome.kind === 'handed-over' && reference !== null
        ? {
            reference,
            queue: outcome.queue,
            priority: outcome.priority,
            position: context.waitingAhead(outcome.queue, outcome.priority) + 1,
            reason: outcome.reason,
          }
        : null,
    receipt: context.receipt,
    triage: toTriageView(work.notes.triage),
    decision,
    timings: toTimings(work),
  };
}

/** What answered beside the policy: enough to find the same knowledge, models and words again. */
function versionsOf({ embedder, knowledgeVersion }: Stages, { notes }: TurnWork): DecisionVersions {
  const { id, sha256 } = embedder.model;
  return {
    knowledge: knowledgeVersion(),
    embedModel: { id, sha256 },
    textModel: notes.textModel,
    prompt: notes.prompt,
  };
}

function toTurnEntry({ stages, redacted, work, outcome, reference, decision }: Sealing): LogEntry {
  const { turn } = redacted;
  const { notes } = work;
  const reply = outcome.kind === 'with-person' ? null : outcome.reply;
  const handover =
    outcome.kind === 'handed-over' && reference !== null
      ? { reason: outcome.reason, handover: { reference, queue: outcome.queue, priority: outcome.priority } }
      : {};
  return {
    ...entryHead(work.call, turn.conversation.id, stages.now()),
    kind: 'turn',
    turn: turn.number,
    outcome: outcome.kind,
    ...handover,
    question: turn.question,
    ...(reply ? { reply: reply.text, mode: reply.mode } : {}),
    citations: reply?.citations ?? [],
    decision,
    record: toTurnRecord(turn, work),
    versions: {
      policy: notes.policy.hash,
      knowledge: stages.knowledgeVersion(),
      embedModel: stages.embedder.model.sha256,
      ...(notes.textModel ? { textModel: notes.textModel.sha256 } : {}),
      ...(notes.prompt ? { prompt: notes.prompt } : {}),
    },
    entityTypes: [...new Set(turn.entities.map((entity) => entity.type))].sort(),
    receivedAt: turn.receivedAt.toISOString(),
  };
}
