import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGenerator } from './compose-engines.ts';
import { readLogKey } from './compose-store.ts';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { type Examination, parseExamination } from './models/examination.ts';
import { machineFingerprint } from './models/machine-fingerprint.ts';
import { ModelError } from './models/model-error.ts';
import { createModelStore } from './models/model-store.ts';
import { type ExaminationResult, examine, type ItemResult } from './models/qualification.ts';
import { qualificationFor, readRegistry, recordQualification } from './models/registry.ts';
import type { TextGenerator } from './models/text-generator.ts';
import type { Composer } from './pipeline/stages.ts';
import { NO_ANSWER } from './resolution/compose-prompt.ts';
import { composeReply } from './resolution/compose-reply.ts';

export type ComposerFinding = { readonly composer: Composer } | { readonly composer: null; readonly why: string };

/** Lets the text model speak only if a signed result says that it passed, this very file, on this machine. */
export async function findComposer(options: {
  readonly generator: TextGenerator | null;
  readonly models: string;
  readonly data: string;
  readonly signingKey: KeyObject;
}): Promise<ComposerFinding> {
  const { generator } = options;
  if (generator === null) return { composer: null, why: 'no-text-model' };
  const examination = await readExamination(options.models).catch(() => null);
  if (examination === null) return { composer: null, why: 'no-examination' };
  const finding = qualificationFor(await readRegistry(registryFile(options.data)), {
    role: 'compose',
    modelSha256: generator.model.sha256,
    examination,
    machine: machineFingerprint(),
    publicKey: createPublicKey(options.signingKey),
  });
  return finding.qualified ? { composer: { generator } } : { composer: null, why: finding.why };
}

/** Puts the examination to a model with the very prompt replies are composed with, and records the signed result. */
async function qualifyModel(options: {
  readonly generator: TextGenerator;
  readonly models: string;
  readonly data: string;
  readonly signingKey: KeyObject;
  readonly now: () => Date;
  readonly onProgress?: (done: number, of: number, result: ItemResult) => void;
}): Promise<ExaminationResult> {
  const { generator } = options;
  const examination = await readExamination(options.models);
  const result = await examine({
    examination,
    answer: (item) => composeWhole(generator, item),
    onProgress: options.onProgress,
  });
  const { passed, overall, perKind } = result;
  await recordQualification(
    registryFile(options.data),
    {
      role: 'compose',
      modelId: generator.model.id,
      modelSha256: generator.model.sha256,
      examination: { id: examination.id, version: examination.version, sha256: examination.sha256 },
      machine: machineFingerprint(),
      result: { passed, overall, perKind },
      at: options.now().toISOString(),
    },
    options.signingKey,
  );
  return result;
}

/** Examines the configured model, or another one of the catalogue, outside a running appliance. */
export async function qualifyFromCommand(
  environment: Environment,
  id: string | undefined,
  onProgress: (done: number, of: number) => void,
): Promise<ExaminationResult & { readonly model: string }> {
  const config = readConfig(environment.config);
  const models = await createModelStore({ directory: environment.models, offline: true });
  const model = id ?? config.text.model;
  const generator = await openGenerator({
    models,
    data: environment.data,
    config: { ...config, text: { ...config.text, model, sequences: 1, deadlineMs: EXAMINATION_DEADLINE_MS } },
  });
  if (generator === null) throw new ModelError('model-missing', 'No text model is configured');
  try {
    const signingKey = readLogKey(environment.data);
    const result = await qualifyModel({
      generator,
      models: environment.models,
      data: environment.data,
      signingKey,
      now: () => new Date(),
      onProgress,
    });
    return { ...result, model };
  } finally {
    await generator.close();
  }
}

/** An examined model may be slow: it is a finding, not a fault. */
const EXAMINATION_DEADLINE_MS = 120_000;
/** Tokens of one answer under examination; as policy's default for replies. */
const EXAMINATION_TOKENS = 120;

async function composeWhole(
  generator: TextGenerator,
  item: { readonly passages: readonly { title: string; text: string }[]; readonly question: string },
): Promise<string> {
  const sentences: string[] = [];
  const request = { passages: item.passages, question: item.question, maxTokens: EXAMINATION_TOKENS };
  for await (const one of composeReply(generator, request))
    sentences.push(one.kind === 'sentence' ? one.text : NO_ANSWER);
  return sentences.join(' ');
}

async function readExamination(models: string): Promise<Examination> {
  const shipped = join(import.meta.dirname, '..', 'models', 'examinations', 'compose.yaml');
  const own = join(models, 'examinations', 'compose.yaml');
  const file = await readFile(own, 'utf8').catch(() => readFile(shipped, 'utf8'));
  return parseExamination(file, 'models/examinations/compose.yaml');
}

function registryFile(data: string): string {
  return join(data, 'qualifications.json');
}
