import { mayReveal, type RevealPolicy } from '../policy/reveal-schema.ts';
import type { KnownValue } from '../redaction/placeholder-book.ts';
import type { Call } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { commitEntry } from './commit-entry.ts';
import type { ConversationLocks } from './conversation-locks.ts';
import { entryHead, toActor } from './recorded-call.ts';
import type { StoredConversation } from './records.ts';
import type { Stages } from './stages.ts';

const HOUR_MS = 3_600_000;

export interface RevealInput {
  readonly conversation: string;
  /** As transcripts show it: `[IBAN_1]`. */
  readonly placeholder: string;
  /** In the words of whoever asks; it goes on the record, masked. */
  readonly reason: string;
}

export interface RevealedView {
  readonly conversation: string;
  readonly placeholder: string;
  readonly type: string;
  /** The one place of the appliance's answers to staff where a value of a customer stands. */
  readonly value: string;
  /** When a page has to hide it again. */
  readonly expiresAt: string;
}

/** Attempts of one person, read from the log itself. */
export interface RevealAttempts {
  /** Times (ISO 8601) of values revealed and refused, oldest first. */
  since(actor: string, from: Date): readonly string[];
  /** True where the person was told since then that it is enough. */
  wasStopped(actor: string, from: Date): boolean;
}

export interface RevealPorts {
  readonly stages: Stages;
  readonly attempts: RevealAttempts;
  readonly locks: ConversationLocks;
  readonly observe: { revealAnswered(event: { result: 'revealed' | 'refused' | 'stopped'; role: string }): void };
}

/** Shows one value to one person. Throws {@link ApplianceError} alone. */
export type RevealValue = (input: RevealInput, call: Call) => Promise<RevealedView>;

/**
 * Gives one value to somebody whom policy lets see it and who says why. That it was read is on the disk before the value
 * is read; nothing here keeps it, and a second reading is a second entry. What is not there, and what this role may not
 * see, is answered alike, after the same work.
 */
export function createRevealValue(ports: RevealPorts): RevealValue {
  return function revealValue(input, call) {
    // In the person's own order, so that attempts made at once are counted one after the other.
    return ports.locks.inOrder(`reveals of ${call.caller.keyId}`, async () => {
      const policy = ports.stages.policy().files.privacy.reveal;
      await refuseBeyondLimit(ports, policy, call);
      return ports.locks.inOrder(input.conversation, () => reveal(ports, policy, input, call));
    });
  };
}

async function reveal(ports: RevealPorts, policy: RevealPolicy, input: RevealInput, call: Call): Promise<RevealedView> {
  const { stages, observe } = ports;
  const stored = await stages.records.findConversation(input.conversation);
  const known = await findValue(stages, stored, input.placeholder);
  const { role } = call.caller;
  if (stored === undefined || known === undefined) throw await refused(ports, call, 'not-found', stored);
  if (!mayReveal(policy, role, known.type)) throw await refused(ports, call, 'not-allowed', stored);
  const at = stages.now();
  const { placeholder, type } = known;
  const reason = await stages.redactNote(stored.conversation, input.reason);
  await stages.ledger.commit({
    entry: { ...entryHead(call, input.conversation, at), kind: 'value-revealed', placeholder, reason: reason.text },
    expects: null,
    // A repeat is another reading: remembering the answer would keep the value.
    idempotency: null,
    build: () => ({ writes: reason.writes, answer: null }),
  });
  // Read again: what was erased in between is gone.
  const present = await findValue(stages, stored, input.placeholder);
  if (present === undefined) throw notFound();
  observe.revealAnswered({ result: 'revealed', role });
  const expiresAt = new Date(at.getTime() + policy.minutes * 60_000).toISOString();
  return { conversation: input.conversation, placeholder, type, value: present.value, expiresAt };
}

async function findValue(
  stages: Stages,
  stored: StoredConversation | undefined,
  placeholder: string,
): Promise<KnownValue | undefined> {
  const values = await stages.records.knownValues(stored?.conversation.id ?? 'c_none');
  return values.find((one) => one.placeholder === placeholder);
}

/** A refusal is on the record too; what was asked for is not, unless it is a conversation there is. */
async function refused(
  { stages, observe }: RevealPorts,
  call: Call,
  cause: 'not-found' | 'not-allowed',
  stored: StoredConversation | undefined,
): Promise<ApplianceError> {
  const about = stored ? { conversation: stored.conversation.id } : {};
  await commitEntry(stages, { ...refusalHead(stages, call), cause, ...about });
  observe.revealAnswered({ result: 'refused', role: call.caller.role });
  return notFound();
}

/** Somebody who reads value after value is not helping one customer: they are stopped, and it is told once an hour. */
async function refuseBeyondLimit({ stages, attempts, observe }: RevealPorts, policy: RevealPolicy, call: Call) {
  const from = new Date(stages.now().getTime() - HOUR_MS);
  const actor = call.caller.keyId;
  const times = attempts.since(actor, from);
  const freed = times.at(-policy.perHour);
  if (freed === undefined) return;
  if (!attempts.wasStopped(actor, from)) {
    await commitEntry(stages, { ...refusalHead(stages, call), cause: 'limit' });
    observe.revealAnswered({ result: 'stopped', role: call.caller.role });
  }
  const retryAfterSeconds = Math.max(1, Math.ceil((Date.parse(freed) + HOUR_MS - stages.now().getTime()) / 1_000));
  const words = `Somebody may reveal ${policy.perHour} values an hour`;
  throw new ApplianceError('reveal-limit', words, { retryAfterSeconds });
}

function refusalHead(stages: Stages, call: Call) {
  return { v: 2, kind: 'reveal-refused', at: stages.now().toISOString(), actor: toActor(call) } as const;
}

function notFound(): ApplianceError {
  return new ApplianceError('conversation-not-found', 'There is no such value');
}
