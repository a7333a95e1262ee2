import { findSlot } from '../../actions/fill-slots.ts';
import { checkCode, hashCode } from '../../actions/one-time-code.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import { handedOver } from '../endings.ts';
import { entryHead } from '../recorded-call.ts';
import type { TurnContext } from '../turn-work.ts';
import { type ActionIntent, givenReference, knownTo, materialOf, toPendingStep } from './action-intent.ts';
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
  const counted = keyedHash(['code-reference', to.reference]);
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
export function checkIdentity(context: TurnContext, code: string | null, identity: IdentityPolicy): Outcome | null {
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
      changeState(action, { challenge: null, pending: null, verifiedAs: challenge.reference });
      action.isVerifiedNow = true;
      return null;
    case 'wrong':
      changeState(action, { challenge: { ...challenge, tries: challenge.tries + 1 } });
      return { ...again, reply: sayWords(context, identity.wrong) };
    case 'expired':
    case 'used-up':
      changeState(action, { challenge: null, pending: null });
      return handedOver(context, 'identity-unverified');
  }
}

/** The customer will not say who they are: no account data, and policy's words or a person. */
export function refuseIdentity(context: TurnContext, identity: IdentityPolicy): Outcome {
  const { action } = context.work.notes;
  changeState(action, { pending: null, challenge: null });
  action.record.identity = 'refused';
  if (identity.onRefusal === 'hand-over') return handedOver(context, 'identity-unverified');
  return { kind: 'answered', reply: sayWords(context, identity.refused) };
}
