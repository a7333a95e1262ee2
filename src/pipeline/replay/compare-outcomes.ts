import type { PolicySet } from '../../policy/parse-policy-set.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import { validateText } from '../../validation/validate-text.ts';
import { toValidationRules } from '../to-validation-rules.ts';
import { decideAgain, type Ending, isDecidedByPolicy } from './decide-again.ts';
import type { RecordedTurn } from './recorded-turn.ts';
import { signalsUnder, type TurnInPlace } from './signals-under.ts';

/** A recorded turn that ends otherwise under the other policy. */
export interface ChangedTurn {
  readonly conversation: string;
  readonly turn: number;
  /** What is other: the outcome with its reason, where it waits, or only the words of policy. */
  readonly change: 'outcome' | 'queue' | 'words';
  readonly from: Ending;
  readonly to: Ending;
}

export interface Comparison {
  readonly changed: readonly ChangedTurn[];
  /** Turns that were decided again. */
  readonly replayed: number;
  /** Turns no policy decided: faults, buttons, stops, and conversations that people hold. */
  readonly leftOut: number;
  /** Of those recorded under the policy compared from, the ones that come out as they were recorded. */
  readonly reproduced: { readonly count: number; readonly of: number };
}

/** Decides every recorded turn under two policies. Each is taken by itself: what would have followed is not. */
export function compareOutcomes(turns: readonly RecordedTurn[], from: PolicySet, to: PolicySet): Comparison {
  const changed: ChangedTurn[] = [];
  const count = { replayed: 0, leftOut: 0, reproduced: 0, ofFrom: 0 };
  const before = new Map<string, RecordedTurn[]>();
  for (const turn of turns) {
    const past = before.get(turn.conversation) ?? [];
    before.set(turn.conversation, [...past, turn]);
    if (!isDecidedByPolicy(turn)) {
      count.leftOut += 1;
      continue;
    }
    count.replayed += 1;
    const [was, is] = endingsOf(turn, past, { from: from.policyFor(turn), to: to.policyFor(turn) });
    if (turn.decision.policy === from.hash) {
      count.ofFrom += 1;
      if (was.outcome === turn.outcome && was.reason === turn.decision.reason) count.reproduced += 1;
    }
    const change = changeBetween(was, is);
    if (change) changed.push({ conversation: turn.conversation, turn: turn.turn, change, from: was, to: is });
  }
  const { replayed, leftOut, reproduced, ofFrom } = count;
  return { changed, replayed, leftOut, reproduced: { count: reproduced, of: ofFrom } };
}

function endingsOf(
  turn: RecordedTurn,
  past: readonly RecordedTurn[],
  { from, to }: { readonly from: PolicySnapshot; readonly to: PolicySnapshot },
): readonly [Ending, Ending] {
  const issueTurns = Number(turn.decision.signals.issueTurns ?? 1);
  const place: TurnInPlace = { turn, earlier: issueTurns > 1 ? past.slice(1 - issueTurns) : [] };
  const refusals = policyFindings(turn, from);
  const isRefused = policyFindings(turn, to).some((finding) => !refusals.includes(finding));
  return [
    decideAgain(turn, signalsUnder(place, from, from), from, false),
    decideAgain(turn, signalsUnder(place, to, from), to, isRefused),
  ];
}

/** What the words of policy forbid in the recorded reply. */
function policyFindings({ reply, question, language }: RecordedTurn, policy: PolicySnapshot): readonly string[] {
  if (reply === null || reply.mode === 'scripted') return [];
  const { findings } = validateText({
    reply: reply.text,
    passages: reply.citations.map(({ quote }) => ({ text: quote })),
    question,
    language,
    findPersonalData: () => [],
    rules: toValidationRules(policy),
  });
  const byWords = findings.filter(({ rule }) => rule !== undefined);
  return byWords.map(({ check, detail }) => `${check} ${detail}`);
}

function changeBetween(was: Ending, is: Ending): ChangedTurn['change'] | null {
  if (was.outcome !== is.outcome || was.reason !== is.reason) return 'outcome';
  if (was.queue !== is.queue || was.priority !== is.priority) return 'queue';
  return was.says === is.says ? null : 'words';
}
