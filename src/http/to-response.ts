import { isAllowed, type Role } from '../identity/roles.ts';
import type {
  ConversationView,
  HandoverStep,
  HandoverView,
  ReplyView,
  Resolution,
  StartedView,
  TurnView,
} from '../pipeline/views.ts';
import type { ConversationAnswer, StartedAnswer } from './schemas/conversation-schemas.ts';
import type { HandoverAnswer } from './schemas/handover-schemas.ts';
import type { TurnAnswer } from './schemas/turn-schema.ts';

/** A Turn with what the role may see; every field is named, so what is not named here never leaves. */
export function toTurnAnswer(turn: TurnView, role: Role): TurnAnswer {
  const maySeeDecision = isAllowed(role, 'see-decision');
  return {
    conversation: turn.conversation,
    turn: turn.turn,
    outcome: turn.outcome,
    reply: turn.reply === null ? null : toReplyAnswer(turn.reply),
    confirmation: turn.confirmation ? toConfirmationAnswer(turn.confirmation) : null,
    handover: turn.handover === null ? null : toTicketAnswer(turn.handover, maySeeDecision),
    receipt: toReceiptAnswer(turn.receipt),
    ...(maySeeDecision
      ? { triage: { ...turn.triage }, decision: { ...turn.decision }, timings: { ...turn.timings } }
      : {}),
  };
}

function toReplyAnswer({ text, language, mode, citations }: ReplyView): NonNullable<TurnAnswer['reply']> {
  return { text, language, mode, citations: citations.map(toCitationAnswer) };
}

function toCitationAnswer({ passage, title, version, updated, quote }: ReplyView['citations'][number]) {
  return { passage, title, version, updated, quote };
}

function toConfirmationAnswer({ step, kind, until }: NonNullable<TurnView['confirmation']>) {
  return { step, kind, until };
}

function toTicketAnswer(ticket: NonNullable<TurnView['handover']>, maySeeReason: boolean) {
  const { reference, queue, priority, position, reason } = ticket;
  return { reference, queue, priority, position, ...(maySeeReason ? { reason } : {}) };
}

function toReceiptAnswer({ index, leaf, checkpoint, size, hashes }: TurnView['receipt']): TurnAnswer['receipt'] {
  return { index, leaf, checkpoint, size, hashes: [...hashes] };
}

export function toStartedAnswer({ id, notice, disclosure, state }: StartedView): StartedAnswer {
  return {
    id,
    notice: { text: notice.text, version: notice.version },
    disclosure: { text: disclosure.text, version: disclosure.version },
    state,
  };
}

export function toConversationAnswer(view: ConversationView): ConversationAnswer {
  const { id, state, version, channel, language } = view;
  const transcript = view.transcript.map((line) => ({
    turn: line.turn,
    at: line.at,
    from: line.from,
    text: line.text,
    outcome: line.outcome,
    citations: line.citations.map(toCitationAnswer),
    receipt: line.receipt === null ? null : { index: line.receipt.index, leaf: line.receipt.leaf },
  }));
  const consents = view.consents.map(({ purpose, granted, notice, keepDays, at }) => ({
    purpose,
    granted,
    keepDays,
    at,
    notice: { version: notice.version, language: notice.language },
  }));
  return { id, state, version, channel, language, transcript, consents, revealable: [...view.revealable] };
}

export function toHandoverAnswer(view: HandoverView): HandoverAnswer {
  const { customer, issue, tried, knowledge, next, tone } = view.packet;
  return {
    reference: view.reference,
    conversation: view.conversation,
    state: view.state,
    reason: view.reason,
    queue: view.queue,
    priority: view.priority,
    at: view.at,
    claimedBy: view.claimedBy,
    headline: view.headline,
    packet: { customer, issue, tried, knowledge, next, tone },
    entities: view.entities.map(({ type, placeholder }) => ({ type, placeholder })),
    rationale: view.rationale,
    attempted: view.attempted.map(({ action, result }) => ({ action, result })),
    turn: view.turn,
    resolution: view.resolution && toResolutionAnswer(view.resolution),
    ...(view.chain ? { chain: view.chain.map(toStepAnswer) } : {}),
    transcript: `/v1/conversations/${view.conversation}`,
  };
}

function toResolutionAnswer(resolution: Resolution): NonNullable<HandoverAnswer['resolution']> {
  const { kind, text, assistantWasRight, because, correctedReply, at, by } = resolution;
  return { kind, text, assistantWasRight, because, correctedReply, at, by };
}

function toStepAnswer({ act, at, by, note, turn, entry }: HandoverStep) {
  return { act, at, by: { role: by.role, key: by.key }, note, turn, entry };
}
