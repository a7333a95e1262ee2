import { decideAfter } from '../escalation/decide-escalation.ts';
import type { Decision } from '../escalation/decision.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { Signals } from '../policy/signals.ts';
import { withEvidence } from './to-signals.ts';

/** A decision with the signals it was made on. */
export interface Decided {
  readonly decision: Decision;
  readonly signals: Signals;
}

/**
 * Decides with the evidence. Doubts are weighed for the turn as it is read; a hard rule that holds for the classifier's
 * own reading stands beside that, whatever a judge made of the message.
 *
 * @param readings.unjudged null where no judge changed the reading
 */
export function decideOnEvidence(
  readings: { readonly signals: Signals; readonly unjudged: Signals | null },
  evidence: Parameters<typeof withEvidence>[1],
  policy: PolicySnapshot,
): Decided {
  const signals = withEvidence(readings.signals, evidence);
  const read = { signals, decision: decideAfter(signals, policy) };
  if (readings.unjudged === null || read.decision.kind === 'hand-over') return read;
  const own = withEvidence(readings.unjudged, evidence);
  const decision = decideAfter(own, policy);
  // Of all ways to hand over, hard rules alone name the rule that held.
  const isHard = decision.kind === 'hand-over' && decision.explanation.rules.length > 0;
  return isHard ? { signals: own, decision } : read;
}
