import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineFingerprint } from './models/machine-fingerprint.ts';
import type { ExaminationResult, ItemResult } from './models/qualification.ts';
import {
  type QualificationRegistry,
  type QualificationRole,
  qualificationFor,
  readRegistry,
  recordQualification,
} from './models/registry.ts';
import type { TextGenerator } from './models/text-generator.ts';

/** Which examination a result is about. */
export interface ExaminationName {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
}

/** An examination a model sat, and how it did. */
export interface Examined {
  readonly examination: ExaminationName;
  readonly result: ExaminationResult;
}

/** Puts the examination of a role to a model, with the very prompt it is asked with in that role. */
export type ExamineRole = (options: {
  readonly generator: TextGenerator;
  readonly models: string;
  readonly onProgress: (done: number, of: number, result: ItemResult) => void;
}) => Promise<Examined>;

export interface Applicant {
  readonly generator: TextGenerator | null;
  readonly models: string;
  readonly data: string;
  readonly signingKey: KeyObject;
}

export type RoleFinding = { readonly generator: TextGenerator } | { readonly generator: null; readonly why: string };

/** The text model for a role, if a signed result says that it passed, this very file, on this machine. */
export async function findQualified(
  role: QualificationRole,
  { generator, models, data, signingKey }: Applicant,
  parse: (text: string, fileName: string) => { readonly sha256: string },
): Promise<RoleFinding> {
  if (generator === null) return { generator: null, why: 'no-text-model' };
  const examination = await readExamination(role, models, parse).catch(() => null);
  if (examination === null) return { generator: null, why: 'no-examination' };
  const finding = qualificationFor(await readRegistry(registryFile(data)), {
    role,
    modelSha256: generator.model.sha256,
    examination,
    machine: machineFingerprint(),
    publicKey: createPublicKey(signingKey),
  });
  return finding.qualified ? { generator } : { generator: null, why: finding.why };
}

/** The examination of a role: the operator's own in the models folder, else the one that ships. */
export async function readExamination<T>(
  role: QualificationRole,
  models: string,
  parse: (text: string, fileName: string) => T,
): Promise<T> {
  const shipped = join(import.meta.dirname, '..', 'models', 'examinations', `${role}.yaml`);
  const own = join(models, 'examinations', `${role}.yaml`);
  const text = await readFile(own, 'utf8').catch(() => readFile(shipped, 'utf8'));
  return parse(text, `models/examinations/${role}.yaml`);
}

/** Signs what came of an examination and keeps it. */
export async function keepResult(
  role: QualificationRole,
  { examination, result }: Examined,
  at: { readonly generator: TextGenerator; readonly data: string; readonly signingKey: KeyObject; readonly now: Date },
): Promise<void> {
  const { id, version, sha256 } = examination;
  const { passed, overall, perKind } = result;
  const qualification = {
    role,
    modelId: at.generator.model.id,
    modelSha256: at.generator.model.sha256,
    examination: { id, version, sha256 },
    machine: machineFingerprint(),
    result: { passed, overall, perKind },
    at: at.now.toISOString(),
  };
  await recordQualification(registryFile(at.data), qualification, at.signingKey);
}

/** Whether this very model passed some examination by what is kept; whether that holds is asked where a role is given. */
export async function hasPassedSome(data: string, modelSha256: string): Promise<boolean> {
  const { entries } = await readRegistryOf(data);
  return entries.some((entry) => entry.modelSha256 === modelSha256 && entry.result.passed);
}

/** Every result that was kept, as it lies on the disk. */
export async function readRegistryOf(data: string): Promise<QualificationRegistry> {
  return readRegistry(registryFile(data));
}

function registryFile(data: string): string {
  return join(data, 'qualifications.json');
}
