import type { Outcome } from '../conversation/outcome.ts';
import { decideBefore } from '../escalation/decide-escalation.ts';
import type { Recollection } from '../memory/recollection.ts';
import type { Signals } from '../policy/signals.ts';
import type { Triage } from '../triage/triage.ts';
import { type TriageInput, triageTurn } from '../triage/triage-turn.ts';
import { askJudge } from './ask-judge.ts';
import { handedOver, scriptedAnswer } from './endings.ts';
import { isNewIssue } from './new-issue.ts';
import { toSignals } from './to-signals.ts';
import type { TurnContext } from './turn-work.ts';

/** The signals of a turn as it is read; with an ending where the reading calls for one. */
export interface Reading {
  readonly signals: Signals;
  readonly ending: Outcome | null;
}

/** Puts what triage found into the notes, with the signals rules look at. */
export function noteReading(context: TurnContext, triage: Triage, recollection: Recollection): Signals {
  const { redacted, work } = context;
  const { notes } = work;
  notes.triage = triage;
  notes.newIssue = isNewIssue(triage, recollection);
  const issueTurns = notes.newIssue ? 1 : work.progress.issueTurns + 1;
  const signals = toSignals(redacted.turn, triage, { recollection, issueTurns, policy: notes.policy });
  notes.signals = signals;
  return signals;
}

/**
 * Reads a turn again with a judge's verdict, where the classifier is unsure and a judge answers. By then rules, actions
 * and set texts have had their say on the classifier's own reading, so a verdict can end a turn with a person or a set
 * text, and can take no such ending back.
 */
export async function judgeTurn(
  context: TurnContext,
  own: { readonly input: TriageInput; readonly recollection: Recollection; readonly signals: Signals },
): Promise<Reading> {
  const { notes, clock } = context.work;
  const verdict = notes.triage && (await askJudge(context, notes.triage));
  if (verdict === null) return { signals: own.signals, ending: null };
  notes.unjudged = own.signals;
  const triage = triageTurn({ ...own.input, verdict });
  const signals = noteReading(context, triage, own.recollection);
  const before = await clock.time('decideBefore', () => decideBefore(signals, notes.policy));
  if (before.kind === 'hand-over') {
    notes.explanations.push({ stage: 'judged', kind: before.kind, explanation: before.explanation });
    return { signals, ending: handedOver(context, before.reason, before) };
  }
  return { signals, ending: scriptedAnswer(context, triage) };
}
