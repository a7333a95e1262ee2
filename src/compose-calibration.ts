import { join } from 'node:path';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { toCalibrationText } from './evaluation/calibrate-mood.ts';
import { writeAtomically } from './models/atomic-write.ts';
import { createModelStore } from './models/model-store.ts';
import type { Calibration } from './policy/calibration-schema.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';

/** Beside the policies, and read with them. */
export const MOODS_FILE = 'moods.yaml';

/** Keeps a calibration beside the policies; a running appliance reads it by itself. */
export async function saveCalibration(policies: string, calibration: Calibration): Promise<void> {
  await writeAtomically(join(policies, MOODS_FILE), toCalibrationText(calibration));
}

/**
 * Thresholds that were measured on another embedding model than the configured one, as findings of a policy check. The
 * appliance does without them.
 */
export async function findStaleCalibration(
  environment: Environment,
  { calibration }: PolicySnapshot,
): Promise<readonly string[]> {
  if (calibration === null) return [];
  const id = readConfig(environment.config).embed.model;
  const models = await createModelStore({ directory: environment.models, offline: true });
  const sha256 = models.models.find((model) => model.id === id)?.files[0]?.sha256;
  if (sha256 === undefined || sha256 === null || sha256 === calibration.mood.model.sha256) return [];
  const { model, date } = calibration.mood;
  const at = `${environment.policies}/${MOODS_FILE}:1:1`;
  return [`${at} was calibrated on ${date} for "${model.id}", not for "${id}" as it is: run npm run evaluate again`];
}
