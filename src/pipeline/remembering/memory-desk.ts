import type { Conversation } from '../../conversation/conversation.ts';
import type { MemoryFact } from '../../conversation/memory-fact.ts';
import type { Caller } from '../../identity/roles.ts';
import type { AnswerOnce } from '../answer-once.ts';
import type { Call } from '../appliance.ts';
import { ApplianceError } from '../appliance-error.ts';
import { commitEntry } from '../commit-entry.ts';
import { getVisibleConversation } from '../get-conversation.ts';
import { entryHead, idempotencyOf } from '../recorded-call.ts';
import type { Stages } from '../stages.ts';
import { type ConsentView, type PurposeView, toPurposeViews } from './consent-views.ts';
import { currentConsents } from './current-consents.ts';
import { type ConsentInput, giveConsent } from './give-consent.ts';
import { factsReadBy, grantedFacts } from './recall-facts.ts';

export interface FactView {
  readonly id: string;
  readonly kind: MemoryFact['kind'];
  readonly value: string;
  readonly purpose: string;
  readonly source: MemoryFact['source'];
  readonly at: string;
  readonly expires: string;
}

/** What customers can say and see of what is remembered of them. Every method throws {@link ApplianceError} alone. */
export interface MemoryDesk {
  consent(id: string, input: ConsentInput, call: Call): Promise<ConsentView>;
  /** Every purpose with its notice, in the language of the conversation. */
  purposes(id: string, caller: Caller): Promise<readonly PurposeView[]>;
  /** On the record before it is answered. Empty for a customer who has not proved who they are. */
  facts(id: string, call: Call): Promise<readonly FactView[]>;
  /** Deletes one fact, or all where `fact` is null; answers how many. @throws `fact-not-found` for one that is not there */
  forget(id: string, fact: string | null, call: Call): Promise<{ readonly deleted: number }>;
}

interface MemoryDeskPorts {
  readonly stages: Stages;
  readonly answerOnce: AnswerOnce;
}

export function createMemoryDesk({ stages, answerOnce }: MemoryDeskPorts): MemoryDesk {
  return {
    consent: (id, input, call) =>
      answerOnce(call, async () =>
        giveConsent(stages, await getVisibleConversation(stages, id, call.caller), input, call),
      ),
    purposes: async function listPurposes(id, caller) {
      const { conversation } = await getVisibleConversation(stages, id, caller);
      const current = await currentConsents(stages, conversation, caller);
      return toPurposeViews(stages.policy(conversation), conversation, current);
    },
    facts: async function listFacts(id, call) {
      const { conversation } = await getVisibleConversation(stages, id, call.caller);
      const facts = await factsFor(stages, conversation, call.caller);
      if (facts.length > 0) {
        const { subject } = conversation;
        const entry = { ...entryHead(call, id, stages.now()), kind: 'memory-read', subject } as const;
        await commitEntry(stages, { ...entry, facts: facts.map((fact) => fact.id) });
      }
      return facts.map(toFactView);
    },
    forget: (id, fact, call) =>
      answerOnce(call, async () => {
        const { conversation } = await getVisibleConversation(stages, id, call.caller);
        return forgetFacts(stages, { conversation, fact }, call);
      }),
  };
}

/** A kiosk speaks for the customer, who sees all of theirs; staff see the kinds their role may read. */
async function factsFor(stages: Stages, conversation: Conversation, caller: Caller): Promise<readonly MemoryFact[]> {
  const now = stages.now();
  const { role } = caller;
  if (role === 'kiosk') return ownFacts(stages, conversation, now);
  const policy = stages.policy(conversation);
  return factsReadBy(await grantedFacts(stages.records, conversation, { policy, now }), role);
}

/** Everything kept of the customer, also what no consent lets us use any more. */
async function ownFacts({ records }: Stages, { id, subject }: Conversation, now: Date) {
  return (await records.memory.isProven(id)) ? records.memory.factsOf(subject, now) : [];
}

async function forgetFacts(
  stages: Stages,
  { conversation, fact }: { readonly conversation: Conversation; readonly fact: string | null },
  call: Call,
): Promise<{ readonly deleted: number }> {
  const { id, subject } = conversation;
  const at = stages.now();
  const owned = (await ownFacts(stages, conversation, at)).map((one) => one.id);
  const facts = fact === null ? owned : owned.filter((one) => one === fact);
  if (facts.length === 0 && fact !== null) throw new ApplianceError('fact-not-found', 'There is no such fact');
  if (facts.length === 0) return { deleted: 0 };
  return stages.ledger.commit({
    entry: { ...entryHead(call, id, at), kind: 'memory-deleted', subject, facts },
    expects: null,
    idempotency: idempotencyOf(call),
    build: () => ({
      writes: [{ kind: 'memory', change: { kind: 'forget', subject, facts } }],
      answer: { deleted: facts.length },
    }),
  });
}

function toFactView({ at, expires, ...fact }: MemoryFact): FactView {
  return { ...fact, at: at.toISOString(), expires: expires.toISOString() };
}
