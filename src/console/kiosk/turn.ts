import type { ReceiptFields } from '../../audit/receipt-verifier.ts';
import type { ConversationState } from '../../conversation/conversation.ts';
import type { OutcomeKind } from '../../conversation/outcome.ts';
import type { Citation } from '../../conversation/reply.ts';
import { KioskError } from './kiosk-error.ts';
import { findNumber, findText, isRecord, recordsOf } from './narrow.ts';

/** A started conversation and what a customer is told before the first word. */
export interface Opening {
  readonly id: string;
  readonly notice: string;
  readonly disclosure: string;
}

export interface Reply {
  readonly text: string;
  readonly language: string;
  readonly citations: readonly Pick<Citation, 'title' | 'updated' | 'quote'>[];
}

/** Where a handed-over conversation waits; `position` 1 is next. */
export interface Ticket {
  readonly reference: string;
  readonly queue: string;
  readonly position: number | undefined;
}

/** The entry of the record that holds an answer, with the proof that it is there. */
export type Receipt = ReceiptFields;

/** A step that waits for a yes or no; `identity` wants a one-time code with the yes. */
export interface Confirmation {
  readonly step: string;
  readonly kind: 'identity' | 'change';
}

export interface Turn {
  readonly outcome: OutcomeKind;
  readonly reply: Reply | undefined;
  readonly confirmation: Confirmation | undefined;
  readonly handover: Ticket | undefined;
  readonly receipt: Receipt | undefined;
}

/** What polling tells: who holds the conversation, and every reply a person has written in it so far. */
export interface Transcript {
  readonly state: ConversationState;
  readonly personReplies: readonly string[];
}

const outcomes: readonly OutcomeKind[] = ['answered', 'clarifying', 'confirming', 'handed-over', 'with-person'];
const states: readonly ConversationState[] = [
  'with-assistant',
  'awaiting-confirmation',
  'waiting-for-person',
  'with-person',
  'closed',
];

/** @throws {KioskError} `unreadable-answer` */
export function parseOpening(value: unknown): Opening {
  if (!isRecord(value)) throw new KioskError('unreadable-answer');
  const id = findText(value, 'id');
  if (id === undefined || id === '') throw new KioskError('unreadable-answer');
  return { id, notice: parseStatement(value.notice), disclosure: parseStatement(value.disclosure) };
}

/** @throws {KioskError} `unreadable-answer` */
export function parseTurn(value: unknown): Turn {
  const outcome = isRecord(value) ? outcomes.find((kind) => kind === value.outcome) : undefined;
  if (!isRecord(value) || outcome === undefined) throw new KioskError('unreadable-answer');
  return {
    outcome,
    reply: parseReply(value.reply),
    confirmation: parseConfirmation(value.confirmation),
    handover: parseTicket(value.handover),
    receipt: parseReceipt(value.receipt),
  };
}

/** @throws {KioskError} `unreadable-answer` */
export function parseTranscript(value: unknown): Transcript {
  const state = isRecord(value) ? states.find((known) => known === value.state) : undefined;
  if (!isRecord(value) || state === undefined) throw new KioskError('unreadable-answer');
  const personReplies = recordsOf(value.transcript)
    .filter((entry) => entry.from === 'person')
    .map((entry) => findText(entry, 'text') ?? '')
    .filter((text) => text !== '');
  return { state, personReplies };
}

function parseStatement(value: unknown): string {
  const text = isRecord(value) ? findText(value, 'text') : undefined;
  // The law asks for both statements: a page that cannot show them does not open a conversation.
  if (text === undefined || text === '') throw new KioskError('unreadable-answer');
  return text;
}

function parseReply(value: unknown): Reply | undefined {
  const text = isRecord(value) ? findText(value, 'text') : undefined;
  if (!isRecord(value) || text === undefined || text === '') return undefined;
  const citations = recordsOf(value.citations).map((citation) => ({
    title: findText(citation, 'title') ?? '',
    updated: findText(citation, 'updated') ?? '',
    quote: findText(citation, 'quote') ?? '',
  }));
  return { text, language: findText(value, 'language') ?? '', citations };
}

function parseConfirmation(value: unknown): Confirmation | undefined {
  const step = isRecord(value) ? findText(value, 'step') : undefined;
  if (!isRecord(value) || step === undefined) return undefined;
  return { step, kind: value.kind === 'identity' ? 'identity' : 'change' };
}

function parseTicket(value: unknown): Ticket | undefined {
  const reference = isRecord(value) ? findText(value, 'reference') : undefined;
  if (!isRecord(value) || reference === undefined) return undefined;
  return { reference, queue: findText(value, 'queue') ?? '', position: findNumber(value, 'position') };
}

/** Fields that are missing prove nothing, which is for the check of the proof to say. */
function parseReceipt(value: unknown): Receipt | undefined {
  const index = isRecord(value) ? findNumber(value, 'index') : undefined;
  const leaf = isRecord(value) ? findText(value, 'leaf') : undefined;
  if (!isRecord(value) || index === undefined || leaf === undefined) return undefined;
  return {
    index,
    leaf,
    checkpoint: findText(value, 'checkpoint') ?? '',
    size: findNumber(value, 'size') ?? 0,
    hashes: Array.isArray(value.hashes) ? value.hashes.filter((hash) => typeof hash === 'string') : [],
  };
}
