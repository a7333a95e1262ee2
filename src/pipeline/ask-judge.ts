import { ModelError } from '../models/model-error.ts';
import { promptName } from '../models/prompt-name.ts';
import type { DecisionRequest } from '../models/text-generator.ts';
import { judgePrompt, NONE_OF_THESE, toJudgeRequest } from '../triage/judge-prompt.ts';
import { isUnsure, type JudgeVerdict, labelsInDoubt } from '../triage/judge-verdict.ts';
import type { Triage } from '../triage/triage.ts';
import type { Judge } from './stages.ts';
import type { TurnContext } from './turn-work.ts';

/** Code of a judge that had no answer when its time was up. */
const LATE = 'judge-late';

/**
 * Asks the text model which of the likeliest intents a message has, where the classifier is unsure: once a turn, for as
 * long as the budget of the stage allows. Null where nobody was asked and where no answer came: the classifier's
 * reading then stands as it is. Whatever was asked is in the notes.
 */
export async function askJudge(context: TurnContext, triage: Triage): Promise<JudgeVerdict | null> {
  const { stages, work } = context;
  const rules = work.notes.policy.files.intents.judge;
  if (rules === undefined || !isUnsure(triage, rules)) return null;
  const judge = stages.judge();
  // A judge that restarts would only be waited for.
  if (judge?.generator.isReady() !== true) return null;
  const labels = labelsInDoubt(triage);
  const candidates = labels.flatMap((label) => work.notes.policy.intents.get(label) ?? []);
  const request = toJudgeRequest(context.redacted.turn.question, candidates);
  const { answer, fault } = await work.clock.time('judge', () => decideAmong(context, judge, request));
  const { id, sha256 } = judge.generator.model;
  work.notes.judge = {
    model: { id, sha256 },
    prompt: promptName(judgePrompt),
    request,
    choices: [...labels, NONE_OF_THESE],
    probabilities: answer,
    weight: rules.weight,
    fault,
    classifier: { intent: triage.intent.id, confidence: triage.intent.confidence, inScope: triage.inScope },
  };
  return answer && { labels, probabilities: answer, weight: rules.weight };
}

type JudgeAnswer =
  | { readonly answer: readonly number[]; readonly fault: null }
  | { readonly answer: null; readonly fault: string };

async function decideAmong(
  { stages, work }: TurnContext,
  { generator }: Judge,
  request: DecisionRequest,
): Promise<JudgeAnswer> {
  const timeUp = AbortSignal.timeout(work.notes.policy.files.limits.budgetsMs.judge);
  try {
    const answer = await generator.decide(request, timeUp);
    return { answer, fault: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const fault = timeUp.aborted ? LATE : error.code;
    stages.observeFault(fault);
    return { answer: null, fault };
  }
}
