import type { Turn } from '../../conversation/conversation.ts';
import type { MemoryFact } from '../../conversation/memory-fact.ts';
import { ApplianceError } from '../appliance-error.ts';
import { faultCodeOf } from '../fault-code.ts';
import type { Write } from '../ledger.ts';
import { entryHead } from '../recorded-call.ts';
import type { Stages } from '../stages.ts';
import type { TurnContext } from '../turn-work.ts';
import type { TurnView } from '../views.ts';
import { type DerivedFact, deriveFacts } from './derive-facts.ts';
import { type GrantedKind, recallFacts, type SubjectMemory } from './recall-facts.ts';

const DAY_MS = 86_400_000;
/** Facts of one kind that are kept beside each other; the oldest makes room. */
const MOST_OF_A_KIND = 5;
/** Kinds of which only the latest is true. */
const latestAlone: ReadonlySet<string> = new Set(['preferred-language', 'preferred-channel']);

/**
 * Remembers what the turn gave away, in a commit of its own after the turn is sealed: it is refused there where the
 * customer took the consent back meanwhile. A turn that was answered stays answered whatever becomes of this.
 */
export async function rememberTurn(context: TurnContext, view: TurnView): Promise<void> {
  try {
    await commitFacts(context, view);
  } catch (error) {
    if (error instanceof ApplianceError && error.code === 'not-allowed-now') return;
    context.stages.observeFault(faultCodeOf(error));
  }
}

async function commitFacts({ stages, redacted, work }: TurnContext, view: TurnView): Promise<void> {
  const { turn } = redacted;
  const { notes } = work;
  const { id, subject } = turn.conversation;
  const verified = turn.conversation.verified || notes.action.isVerifiedNow;
  const at = stages.now();
  const whose = { ...turn.conversation, verified };
  const memory = notes.memory ?? (await recallFacts(stages.records, whose, { policy: notes.policy, now: at }));
  if (memory.granted.length === 0) return;
  const derived = deriveFacts(
    {
      question: turn.question,
      before: await wordsBefore(stages, turn),
      channel: turn.conversation.channel,
      handover: view.handover?.reference ?? null,
      operations: notes.action.runs.filter(({ state }) => state === 'done').map(({ operation }) => operation),
    },
    memory.granted.map(({ policy }) => policy),
  );
  const source = { conversation: id, turn: turn.number };
  const fresh = derived.flatMap((one) => toChange(memory, one, { id: stages.newId('m'), source, at }));
  if (fresh.length === 0) return;
  const purposes = fresh.map(({ granted }) => ({ purpose: granted.policy.purpose, version: granted.version }));
  await stages.ledger.commit({
    entry: {
      ...entryHead(work.call, id, at),
      kind: 'memory-written',
      subject,
      turn: turn.number,
      facts: fresh.map(({ fact }) => fact.id),
    },
    expects: null,
    needs: { subject, conversation: id, purposes },
    idempotency: null,
    build: () => ({ writes: fresh.map((one) => toWrite(subject, one)), answer: null }),
  });
}

/** Read from the record: a turn that people hold recalls nothing by itself. */
async function wordsBefore(
  { records }: Pick<Stages, 'records'>,
  { conversation, number }: Turn,
): Promise<string | null> {
  const [before] = number > 1 ? await records.recentTurns(conversation.id, number - 1, 2) : [];
  return before?.turn === number - 1 ? before.question : null;
}

interface FreshFact {
  readonly granted: GrantedKind;
  readonly fact: MemoryFact;
  readonly replaces: readonly string[];
}

/** Nothing where it is known already and has most of its time before it. */
function toChange(
  { granted, facts }: SubjectMemory,
  { kind, value }: DerivedFact,
  from: Pick<MemoryFact, 'id' | 'source' | 'at'>,
): readonly FreshFact[] {
  const allowed = granted.find(({ policy }) => policy.kind === kind);
  if (allowed === undefined) return [];
  const ofKind = facts.filter((fact) => fact.kind === kind);
  const known = ofKind.filter((fact) => fact.value === value);
  const lifeMs = allowed.keepDays * DAY_MS;
  if (known.some(({ expires }) => expires.getTime() - from.at.getTime() > lifeMs / 2)) return [];
  const others = ofKind.filter((fact) => fact.value !== value);
  const surplus = latestAlone.has(kind) ? others : others.slice(0, Math.max(0, others.length + 1 - MOST_OF_A_KIND));
  const expires = new Date(from.at.getTime() + lifeMs);
  const fact = { ...from, kind, value, purpose: allowed.policy.purpose, expires };
  return [{ granted: allowed, fact, replaces: [...known, ...surplus].map(({ id }) => id) }];
}

function toWrite(subject: string, { fact, replaces }: FreshFact): Write {
  return { kind: 'memory', change: { kind: 'remember', subject, fact, replaces } };
}
