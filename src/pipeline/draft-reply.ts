import type { Draft } from '../conversation/reply.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import type { Signals } from '../policy/signals.ts';
import { acknowledgementFor } from '../resolution/acknowledgement.ts';
import { quoteReply } from '../resolution/quote-reply.ts';
import { composeAloud } from './compose-aloud.ts';
import { decideOnEvidence } from './decide-on-evidence.ts';
import type { Drafted } from './drafted.ts';
import { toEvidence } from './to-evidence.ts';
import { BEARING } from './to-signals.ts';
import { toValidationRules } from './to-validation-rules.ts';
import type { TurnContext } from './turn-work.ts';

/** Passages a reply rests on: those about as good as the best. */
const NEAR_BEST = 0.85;

/**
 * Drafts and validates in the modes the intent allows, the most fluent first: a rejected composed draft falls back to a
 * quoted one, a rejected quoted one to a person.
 */
export async function draftReply(context: TurnContext, signals: Signals): Promise<Drafted> {
  const { stages, work } = context;
  const { passages, policy } = work.notes;
  const support = supportOf(passages);
  const cited = support.map((passage) => passage.id);
  // A draft that the evidence already rules out is never begun: a generation is the costliest thing on the path.
  const readings = { signals, unjudged: work.notes.unjudged };
  const hopeful = { passages, cited, draftRejected: false, grounded: 1 };
  const outlook = decideOnEvidence(readings, hopeful, policy);
  if (outlook.decision.kind !== 'go-on') return { reply: null, evidence: { cited, draftRejected: false, grounded: 0 } };

  const wording = {
    acknowledgement: acknowledgementFor(policy, work.notes.triage?.emotion ?? 'neutral', signals.language),
    language: signals.language,
  };
  const composer = policy.intents.get(signals.intent)?.modes.includes('composed') === true ? stages.composer() : null;
  if (composer) {
    const composed = await composeAloud(context, composer, { support, wording });
    if (composed.reply || work.notes.said.length > 0) return composed;
  }
  return quote(context, { passages, wording });
}

async function quote(
  context: TurnContext,
  from: {
    readonly passages: readonly RetrievedPassage[];
    readonly wording: Pick<Draft, 'acknowledgement' | 'language'>;
  },
): Promise<Drafted> {
  const { stages, work } = context;
  const { clock, notes } = work;
  const draft = await clock.time('draft', () => quoteReply(from.passages, from.wording));
  if (draft === null) return { reply: null, evidence: { cited: [], draftRejected: true, grounded: 0 } };
  const validation = await clock.time('validate', () =>
    stages.validateDraft({
      draft,
      evidence: toEvidence(context),
      rules: toValidationRules(notes.policy),
    }),
  );
  const cited = draft.citations.map((citation) => citation.passage);
  if (validation.kind === 'rejected') {
    const { findings } = validation;
    const sentences = draft.sentences.map((text, sentence) => ({
      text,
      findings: findings.filter((finding) => finding.sentence === sentence),
    }));
    notes.drafts.push({ mode: 'quoted', accepted: false, grounded: null, findings, sentences });
    return { reply: null, evidence: { cited, draftRejected: true, grounded: 0 } };
  }
  notes.drafts.push({ mode: 'quoted', accepted: true, grounded: validation.grounded, findings: [] });
  return {
    reply: validation.reply,
    evidence: { cited, draftRejected: false, grounded: validation.grounded },
  };
}

function supportOf(passages: readonly RetrievedPassage[]): readonly RetrievedPassage[] {
  const best = passages[0]?.relevance ?? 0;
  return passages.filter((passage) => passage.relevance >= Math.max(best * NEAR_BEST, BEARING)).slice(0, 3);
}
