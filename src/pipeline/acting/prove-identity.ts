import { findSlot } from '../../actions/fill-slots.ts';
import { checkCode, hashCode } from '../../actions/one-time-code.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import { plainReference } from '../../redaction/plain-reference.ts';
import { handedOver } from '../endings.ts';
import { entryHead } from '../recorded-call.ts';
import type { TurnContext } from '../turn-work.ts';
import {
  type ActionIntent,
  givenReference,
  knownTo,
  materialOf,
  subjectBehind,
  toPendingStep,
} from './action-intent.ts';
import { changeState } from './action-notes.ts';
import { askForData, sayWords } from './word-action.ts';

type IdentityPolicy = NonNullable<TurnContext['work']['notes']['policy']['files']['actions']['identity']>;

const HOUR_MS = 3_600_000;

/** First step of whatever touches account data: a code to the address on file for the reference the customer gives. */
export async function askIdentity(
  context: TurnContext,
  intent: ActionIntent,
  identity: IdentityPolicy,
): Promise<Outcome> {
  const { action } = context.work.notes;
  const known = knownTo(context);
  const material = { ...materialOf(context), customer: givenReference(known) };
  const slot = findSlot(identity.reference, material);
  const pending = toPendingStep(context, intent, 'identity');
  if (slot?.kind !== 'placeholder') {
    changeState(action, { pending, challenge: null });
    return { kind: 'clarifying', reply: askForData(context, identity.ask) };
  }
  if (await isSomebodyElse(context, slot.placeholder)) return refuseOther(context);
  const reference = known.find(({ placeholder }) => placeholder === slot.placeholder)?.value ?? '';
  const sent = await sendCode(context, { identity, intent, reference, placeholder: slot.placeholder });
  if (sent !== null) return sent;
  changeState(action, { pending });
  return { kind: 'confirming', step: pending.step, reply: askForData(context, identity.sent) };
}

/** Sends a code and remembers its hash; null once it is sent, the ending where it cannot be. */
async function sendCode(
  context: TurnContext,
  to: {
    readonly identity: IdentityPolicy;
    readonly intent: ActionIntent;
    readonly reference: string;
    readonly placeholder: string;
  },
): Promise<Outcome | null> {
  const { stages, redacted, work } = context;
  const { keyedHash, newCode } = stages.actions;
  const { conversation } = redacted.turn;
  const now = stages.now();
  const idempotencyKey = `${to.intent.id}.code.${now.getTime()}`;
  // Counted by reference: a fresh conversation is no fresh count.
  const counted = keyedHash(['code-reference', plainReference(to.reference)]);
  const before = await stages.records.actions.codesSent(counted, new Date(now.getTime() - HOUR_MS));
  if (before >= to.identity.sendsPerHour) {
    work.notes.action.record.rule = 'identity.sendsPerHour';
    return handedOver(context, 'identity-unverified');
  }
  await stages.ledger.commit({
    entry: {
      ...entryHead(work.call, conversation.id, now),
      kind: 'action-started',
      action: idempotencyKey,
      operation: 'send-code',
      risk: 'write-reversible',
      purpose: to.intent.operation.spec.purpose,
    },
    expects: null,
    idempotency: null,
    build: () => ({
      writes: [{ kind: 'action', change: { kind: 'code-sent', reference: counted, at: now } }],
      answer: null,
    }),
  });
  const code = newCode();
  const expiresAt = new Date(now.getTime() + to.identity.codeSeconds * 1_000);
  try {
    const { language } = conversation;
    const message = { reference: to.reference, code, language, expiresAt, idempotencyKey };
    await work.clock.time('act', (signal) => stages.actions.codeSender(work.notes.policy).send(message, signal));
  } catch {
    work.notes.action.attempted.push({ action: 'Send a one-time code', result: 'failed: unreachable' });
    return handedOver(context, 'action-failed');
  }
  const hash = hashCode(keyedHash, code, { conversation: conversation.id, reference: to.placeholder });
  const challenge = { hash, reference: to.placeholder, until: expiresAt.toISOString(), tries: 0 };
  changeState(work.notes.action, { challenge });
  return null;
}

/** What a typed code leads to; null once the customer has proved who they are. */
export async function checkIdentity(
  context: TurnContext,
  code: string | null,
  identity: IdentityPolicy,
): Promise<Outcome | null> {
  const { stages, redacted, work } = context;
  const { action } = work.notes;
  const { challenge, pending } = action.state;
  if (challenge === null || pending === null) return handedOver(context, 'identity-unverified');
  const again = { kind: 'confirming', step: pending.step } as const;
  if (code === null) return { ...again, reply: sayWords(context, identity.sent) };
  const { keyedHash } = stages.actions;
  const typed = hashCode(keyedHash, code, {
    conversation: redacted.turn.conversation.id,
    reference: challenge.reference,
  });
  const checked = checkCode(challenge, typed, { now: stages.now(), tries: identity.tries });
  action.record.identity = checked;
  switch (checked) {
    case 'right':
      return acceptProof(context, challenge.reference);
    case 'wrong':
      changeState(action, { challenge: { ...challenge, tries: challenge.tries + 1 } });
      return { ...again, reply: sayWords(context, identity.wrong) };
    case 'expired':
    case 'used-up':
      changeState(action, { challenge: null, pending: null });
      return handedOver(context, 'identity-unverified');
  }
}

async function acceptProof(context: TurnContext, placeholder: string): Promise<Outcome | null> {
  // Asked again: the proof of a run that a stop cut off may have come between the code and its answer.
  if (await isSomebodyElse(context, placeholder)) return refuseOther(context);
  const { action } = context.work.notes;
  changeState(action, { challenge: null, pending: null, verifiedAs: placeholder });
  action.isVerifiedNow = true;
  const customer = subjectBehind(context, placeholder);
  if (customer !== context.redacted.turn.conversation.subject) action.linkedTo = customer;
  return null;
}

/**
 * Whether the conversation is somebody's already, and this value is not theirs: one conversation is never two people's, or
 * each would be shown what is the other's.
 */
async function isSomebodyElse(context: TurnContext, placeholder: string): Promise<boolean> {
  const { stages, redacted } = context;
  const proven = subjectBehind(context, placeholder);
  const given = givenReference(redacted.known);
  if (given !== null && subjectBehind(context, given) !== proven) return true;
  const linked = await stages.records.actions.linkOf(redacted.turn.conversation.id);
  return linked !== undefined && linked !== proven;
}

function refuseOther(context: TurnContext): Outcome {
  const { action } = context.work.notes;
  changeState(action, { challenge: null, pending: null });
  action.record.identity = 'somebody-else';
  action.attempted.push({
    action: 'Prove who the customer is',
    result: 'refused: the conversation belongs to another one',
  });
  return handedOver(context, 'identity-unverified');
}

/** The customer will not say who they are: no account data, and policy's words or a person. */
export function refuseIdentity(context: TurnContext, identity: IdentityPolicy): Outcome {
  const { action } = context.work.notes;
  changeState(action, { pending: null, challenge: null });
  action.record.identity = 'refused';
  if (identity.onRefusal === 'hand-over') return handedOver(context, 'identity-unverified');
  return { kind: 'answered', reply: sayWords(context, identity.refused) };
}
