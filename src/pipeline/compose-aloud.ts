import type { Citation, Draft } from '../conversation/reply.ts';
import { splitSentences } from '../conversation/split-sentences.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import { ModelError, type ModelErrorCode } from '../models/model-error.ts';
import { promptName } from '../models/prompt-name.ts';
import { restorePlaceholders } from '../redaction/restore.ts';
import { composePrompt } from '../resolution/compose-prompt.ts';
import { composeReply } from '../resolution/compose-reply.ts';
import type { Finding } from '../validation/finding.ts';
import type { SentenceValidator } from '../validation/validate-draft.ts';
import type { Drafted } from './drafted.ts';
import { createLearnedEvidence, type LearnedEvidence } from './learned-evidence.ts';
import { noteGenerations } from './note-generations.ts';
import { idempotencyOf } from './recorded-call.ts';
import type { Composer } from './stages.ts';
import { toValidationRules } from './to-validation-rules.ts';
import type { SentenceNote } from './turn-notes.ts';
import type { TurnContext } from './turn-work.ts';

/** Code of a prompt that is refused because it does not fit; nothing of it was shortened. */
const TOO_LONG: ModelErrorCode = 'prompt-too-long';

/** What a composed reply rests on and begins with. */
interface Basis {
  readonly support: readonly RetrievedPassage[];
  readonly wording: Pick<Draft, 'acknowledgement' | 'language'>;
}

/**
 * Lets the text model word the reply, and lets out only what passed: each sentence is read by the names model, validated
 * with all before it, put on the record, and then told to whoever listens. The first rejected sentence ends the draft.
 */
export async function composeAloud(context: TurnContext, composer: Composer, basis: Basis): Promise<Drafted> {
  const { stages, work } = context;
  const { support, wording } = basis;
  const { notes, clock } = work;
  const citations = support.map(toCitation);
  notes.textModel = composer.generator.model;
  notes.prompt = promptName(composePrompt);
  const learned = createLearnedEvidence(context);
  const validator = stages.createSentenceValidator({
    evidence: learned.evidence,
    rules: toValidationRules(notes.policy),
    mode: 'composed',
    citations,
    ...wording,
  });
  const sentences: SentenceNote[] = [];
  const findings = await clock.time('draft', (late) =>
    writeSentences(context, composer, { ...basis, learned, validator, sentences, late }),
  );
  if (findings.some(({ detail }) => detail === TOO_LONG) && support.length > 1) {
    // Refused before any work. The passage that bears least is left out as a whole, and the record says that one was.
    notes.drafts.push({ mode: 'composed', accepted: false, grounded: null, findings });
    return composeAloud(context, composer, { support: support.slice(0, -1), wording });
  }
  const cited = citations.map((citation) => citation.passage);
  const validation = findings.length > 0 ? { kind: 'rejected' as const, findings } : validator.finish();
  if (validation.kind === 'rejected') {
    notes.drafts.push({ mode: 'composed', accepted: false, grounded: null, findings: validation.findings, sentences });
    return { reply: null, evidence: { cited, draftRejected: true, grounded: 0 } };
  }
  notes.drafts.push({ mode: 'composed', accepted: true, grounded: validation.grounded, findings: [], sentences });
  return { reply: validation.reply, evidence: { cited, draftRejected: false, grounded: validation.grounded } };
}

/** @returns findings of the sentence that ended the draft; empty when all passed */
async function writeSentences(
  context: TurnContext,
  composer: Composer,
  draft: Basis & {
    readonly learned: LearnedEvidence;
    readonly validator: SentenceValidator;
    readonly sentences: SentenceNote[];
    readonly late: AbortSignal;
  },
): Promise<readonly Finding[]> {
  const { stages, redacted, work } = context;
  const stop = new AbortController();
  const request = {
    passages: draft.support,
    question: redacted.turn.question,
    maxTokens: work.notes.policy.files.limits.composeTokens,
  };
  let first = true;
  try {
    const generator = noteGenerations(composer.generator, work.notes);
    for await (const composed of composeReply(generator, request, AbortSignal.any([stop.signal, draft.late]))) {
      if (composed.kind === 'no-answer') return [noAnswer];
      await draft.learned.read(composed.text, draft.late);
      const checked = draft.validator.push(composed.text);
      draft.sentences.push({ text: composed.text, findings: checked.kind === 'rejected' ? checked.findings : [] });
      if (checked.kind === 'rejected') return checked.findings;
      const sentences = first
        ? [...splitSentences(draft.wording.acknowledgement).map((one) => one.text), composed.text]
        : [composed.text];
      first = false;
      // The switch silences a reply between two of its sentences.
      if (stages.isStopped() || work.notes.isOver) return [stopped];
      await sayAloud(context, sentences);
    }
  } catch (error) {
    // A fault of either engine falls back to quoting as long as nothing was said.
    if (!(error instanceof ModelError) || work.notes.said.length > 0) throw error;
    stages.observeFault(error.code);
    work.notes.fallbacks.push({ stage: 'draft', code: error.code });
    return [{ check: 'empty', sentence: 0, span: null, detail: error.code }];
  } finally {
    stop.abort();
  }
  return [];
}

/** Nothing is told before it is on the disk. Without a listener there is nothing to tell, and the seal covers it all. */
async function sayAloud({ stages, redacted, work }: TurnContext, sentences: readonly string[]): Promise<void> {
  if (work.listen === null) return;
  work.notes.said.push(...sentences);
  await stages.ledger.noteSentences({
    conversation: redacted.turn.conversation.id,
    turn: redacted.turn.number,
    at: redacted.turn.receivedAt.toISOString(),
    question: redacted.turn.question,
    sentences: work.notes.said,
    answers: [work.call, ...work.joined].flatMap((call) => idempotencyOf(call) ?? []),
  });
  for (const sentence of sentences) {
    await work.listen({ kind: 'sentence', text: restorePlaceholders(sentence, redacted.known) });
  }
}

/** The model itself says that the passages do not answer. */
const noAnswer: Finding = { check: 'empty', sentence: 0, span: null, detail: 'no-answer' };
const stopped: Finding = { check: 'empty', sentence: 0, span: null, detail: 'stopped' };

/** The sentence of a passage nearest to the question stands for it. */
function toCitation(passage: RetrievedPassage): Citation {
  const best = Math.max(...passage.sentenceScores, 0);
  const sentence = passage.sentences[Math.max(0, passage.sentenceScores.indexOf(best))];
  return {
    passage: passage.id,
    title: passage.title,
    version: passage.version,
    updated: passage.updated,
    quote: sentence?.text ?? passage.text,
  };
}
