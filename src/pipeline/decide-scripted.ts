import type { HandoverReason } from '../conversation/outcome.ts';
import type { FiredRule } from '../escalation/decision.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { Wording } from '../policy/schema-parts.ts';

/** What policy says by itself to a message, and the rule it says so by. */
export type Scripted =
  | { readonly kind: 'say'; readonly wording: Wording; readonly rule: FiredRule }
  | { readonly kind: 'hand-over'; readonly reason: HandoverReason; readonly rule: FiredRule };

/** A scripted answer is given only to a message that is surely about nothing else. */
const SURE_OF_SCRIPT = 0.6;

/** Decides whether policy answers in place of knowledge: a prohibited topic, a matter for people alone, a set text. */
export function decideScripted(
  policy: PolicySnapshot,
  asked: {
    /** Id of the prohibited topic the message asks for. */
    readonly topic: string | null;
    readonly intent: { readonly id: string; readonly confidence: number };
  },
): Scripted | null {
  const topic = policy.topics.find((one) => one.id === asked.topic);
  if (topic) return { kind: 'say', wording: topic.alternative, rule: { id: topic.id, at: topic.at } };
  if (asked.intent.confidence < SURE_OF_SCRIPT) return null;
  const { handover, scripted } = policy.files.scope;
  const isAsked = ({ intent }: { readonly intent: string }): boolean => intent === asked.intent.id;
  const ruleAt = (list: 'handover' | 'scripted', place: number): FiredRule => ({
    id: asked.intent.id,
    at: policy.locate('scope', [list, place]),
  });
  const refused = handover.find(isAsked);
  if (refused) {
    return { kind: 'hand-over', reason: refused.reason, rule: ruleAt('handover', handover.indexOf(refused)) };
  }
  const script = scripted.find(isAsked);
  return script ? { kind: 'say', wording: script.text, rule: ruleAt('scripted', scripted.indexOf(script)) } : null;
}
