import { join } from 'node:path';
import { toMoodsText } from './evaluation/calibrate-mood.ts';
import { replaceFile } from './files/replace-file.ts';
import type { PinnedModel } from './policy/calibration.ts';
import type { Moods } from './policy/moods.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';

/** Beside the policies, and read with them. */
export const MOODS_FILE = 'moods.yaml';

/** Keeps what was measured beside the policies; a running appliance reads it by itself. */
export async function saveMoods(policies: string, moods: Moods): Promise<void> {
  replaceFile(join(policies, MOODS_FILE), toMoodsText(moods), 0o644);
}

/**
 * Moods measured on another embedding model than the one in use, as findings of a policy check. The appliance does
 * without them.
 */
export function findStaleMoods(
  folder: string,
  { moods }: PolicySnapshot,
  { id, sha256 }: PinnedModel,
): readonly string[] {
  if (moods === null || sha256 === null || sha256 === moods.mood.model.sha256) return [];
  const { model, date } = moods.mood;
  const at = `${folder}/${MOODS_FILE}:1:1`;
  return [`${at} was calibrated on ${date} for "${model.id}", not for "${id}" as it is: run npm run evaluate again`];
}
