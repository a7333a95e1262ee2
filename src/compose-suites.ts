import { basename } from 'node:path';
import { withAppliance, withClassification, withCorpus, withEmbedder } from './compose-evaluation.ts';
import { readPolicyFolder } from './compose-policy.ts';
import type { Environment } from './config/read-environment.ts';
import { calibrateMood } from './evaluation/calibrate-mood.ts';
import type { Evaluation, ModelInUse, OnProgress } from './evaluation/evaluation.ts';
import { EvaluationError } from './evaluation/evaluation-error.ts';
import { type LinesFile, parseLines } from './evaluation/parse-lines.ts';
import { benignLine, evaluateBenign } from './evaluation/suites/evaluate-benign.ts';
import { evaluateGroundedness, groundednessLine } from './evaluation/suites/evaluate-groundedness.ts';
import { evaluateIntent, labelledLine } from './evaluation/suites/evaluate-intent.ts';
import { evaluatePii, piiLine } from './evaluation/suites/evaluate-pii.ts';
import { corpusLine, evaluateRetrieval, queryLine } from './evaluation/suites/evaluate-retrieval.ts';
import { evaluateSentiment, moodLine } from './evaluation/suites/evaluate-sentiment.ts';
import type { FindBeside } from './evaluation/suites/pii-beside.ts';
import type { Moods } from './policy/moods.ts';
import { toWholeDetection } from './redaction/detection-rules.ts';
import { createTextRedaction } from './redaction/redact-text.ts';
import { FEATURE_SEED } from './triage/random-features.ts';

export const suiteNames = ['intent', 'groundedness', 'sentiment', 'retrieval', 'pii', 'benign'] as const;
export type SuiteName = (typeof suiteNames)[number];

type TextFile = Pick<LinesFile<unknown>, 'fileName' | 'text'>;

/** Files of one run, as they were given. */
export interface SuiteFiles {
  readonly test: TextFile;
  /** Further test files, for suites that measure several sets in one run. */
  readonly more?: readonly TextFile[];
  readonly train: TextFile | undefined;
  readonly corpus: TextFile | undefined;
}

export interface SuiteRun {
  readonly suite: SuiteName;
  readonly files: SuiteFiles;
  readonly environment: Environment;
  readonly onProgress: OnProgress;
  /** Another finder of personal data, measured in the same run. */
  readonly beside?: FindBeside;
  /** What to call the data of a calibration that is to be kept. */
  readonly wish: { readonly name: string; readonly licence: string } | null;
}

export interface SuiteResult extends Evaluation {
  /** What was fitted on the way, where a suite fits something policy keeps. */
  readonly moods: Moods | null;
  /** Models the figures rest on; none where code alone decides. */
  readonly models: readonly ModelInUse[];
  /** What was drawn by chance was drawn from it; null where nothing was. */
  readonly seed: number | null;
}

/** Runs one suite on the code of the appliance. @throws {EvaluationError} @throws {ModelError} */
export async function runSuite(run: SuiteRun): Promise<SuiteResult> {
  const { files, environment, onProgress } = run;
  switch (run.suite) {
    case 'groundedness':
      return alone(evaluateGroundedness(parseLines({ ...files.test, schema: groundednessLine })));
    case 'pii': {
      const sets = [files.test, ...(files.more ?? [])].map(({ fileName, text }) => ({
        name: basename(fileName).replace(/(?:\.test)?\.jsonl?$/u, ''),
        lines: parseLines({ fileName, text, schema: piiLine }),
      }));
      const rules = toWholeDetection(readPolicyFolder(environment.policies).base.files.privacy);
      return withClassification(environment, onProgress, async (classify, models) =>
        alone(await evaluatePii(sets, createTextRedaction({ ...rules, classify }), onProgress, run.beside), { models }),
      );
    }
    case 'benign': {
      const lines = parseLines({ ...files.test, schema: benignLine });
      return withAppliance(environment, onProgress, async (ask, models) =>
        alone(await evaluateBenign(lines, ask, onProgress), { models, seed: FEATURE_SEED }),
      );
    }
    case 'intent': {
      const train = parseLines({ ...needed(files.train, 'train-needed'), schema: labelledLine });
      const test = parseLines({ ...files.test, schema: labelledLine });
      return withEmbedder(environment, onProgress, async (embedder) => {
        const models = [embedder.model];
        return alone(await evaluateIntent({ train, test }, embedder, onProgress), { models, seed: FEATURE_SEED });
      });
    }
    case 'retrieval': {
      const corpus = parseLines({ ...needed(files.corpus, 'corpus-needed'), schema: corpusLine });
      const lines = parseLines({ ...files.test, schema: queryLine });
      return withEmbedder(environment, onProgress, async (embedder) => {
        const found = withCorpus(corpus, embedder, onProgress, (find) => evaluateRetrieval(lines, find, onProgress));
        return alone(await found, { models: [embedder.model] });
      });
    }
    case 'sentiment':
      return runSentiment(run);
  }
}

/** With a training file what that teaches is measured, else what stands beside the policies. */
async function runSentiment({ files, environment, onProgress, wish }: SuiteRun): Promise<SuiteResult> {
  const test = parseLines({ ...files.test, schema: moodLine });
  const train = files.train && parseLines({ ...files.train, schema: moodLine });
  const policy = readPolicyFolder(environment.policies).base;
  return withEmbedder(environment, onProgress, async (embedder) => {
    const data = { name: wish?.name ?? 'unnamed', licence: wish?.licence ?? 'unknown' };
    const moods = train
      ? await calibrateMood({ ...data, train }, embedder, { now: new Date(), onProgress })
      : policy.moods;
    if (moods?.mood.model.sha256 !== embedder.model.sha256) {
      throw new EvaluationError('train-needed', `Nothing is calibrated for "${embedder.model.id}": give --train`);
    }
    const evaluation = await evaluateSentiment({ test, policy, calibration: moods.mood }, embedder, onProgress);
    return { ...evaluation, moods, models: [embedder.model], seed: null };
  });
}

function alone(
  evaluation: Evaluation,
  { models = [], seed = null }: Partial<Pick<SuiteResult, 'models' | 'seed'>> = {},
): SuiteResult {
  return { ...evaluation, moods: null, models, seed };
}

function needed(file: TextFile | undefined, code: 'train-needed' | 'corpus-needed'): TextFile {
  if (file === undefined) throw new EvaluationError(code, 'Cannot evaluate: a file to learn from or search is missing');
  return file;
}
