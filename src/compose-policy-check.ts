import { readdirSync } from 'node:fs';
import { findForeignWebhooks } from './compose-alerts.ts';
import { findStaleMoods, MOODS_FILE } from './compose-moods.ts';
import { readPolicyFolder } from './compose-policy.ts';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { ModelError } from './models/model-error.ts';
import { createModelStore } from './models/model-store.ts';
import { CALIBRATION_FILE, checkCalibration, type PinnedModel } from './policy/calibration.ts';
import { findConflicts } from './policy/find-conflicts.ts';
import { findUnaskedPurposes } from './policy/find-unasked-purposes.ts';
import type { PolicySet } from './policy/parse-policy-set.ts';
import { layerKinds } from './policy/policy-layers.ts';
import { policySchemas } from './policy/policy-schema.ts';
import { rulesWithExamples } from './policy/rules-with-examples.ts';
import { tryIdentifiers } from './redaction/detection-rules.ts';
import { relevanceFit } from './retrieval/relevance.ts';

/** Everything a check says of policies that can be read. */
export interface PolicyReport {
  readonly policies: PolicySet;
  /** Must be mended. */
  readonly failures: readonly string[];
  /** Should be looked at: conflicts, purposes nobody is asked about, rules without examples, thresholds nobody tried. */
  readonly warnings: readonly string[];
}

/** What may lie in the policy folder beside the policy files. */
const others = new Set([
  'README.md',
  'schemas',
  'sandbox',
  'organisation',
  CALIBRATION_FILE,
  MOODS_FILE,
  ...layerKinds,
]);

/** @throws {PolicyError} for files that cannot be put in force */
export async function checkPolicy(environment: Environment): Promise<PolicyReport> {
  const policies = readPolicyFolder(environment.policies);
  const unread = findUnread(environment.policies);
  const model = await findModel(environment.models, readConfig(environment.config).embed.model);
  const calibration = checkCalibration(policies, model);
  return {
    policies,
    failures: [
      ...identifierFailures(policies),
      ...findForeignWebhooks(policies.base),
      ...calibration.failures,
      ...findStaleMoods(environment.policies, policies.base, model),
    ],
    warnings: [
      ...unread,
      ...findConflicts(policies),
      ...findUnaskedPurposes(policies.base),
      ...withoutExamples(policies),
      ...calibration.warnings,
      ...findOtherWeights(model),
    ],
  };
}

function findUnread(folder: string): readonly string[] {
  const known = new Set([...others, ...Object.keys(policySchemas).map((name) => `${name}.yaml`)]);
  const unread = readdirSync(folder).filter((name) => !known.has(name) && !name.startsWith('.'));
  return unread.map((name) => `${folder}/${name}:1:1 nothing here has this name: it is not read`);
}

function identifierFailures({ base }: PolicySet): readonly string[] {
  const failed = tryIdentifiers(base.files.privacy).filter(({ detail }) => detail !== '');
  return failed.map(({ id, list, index, detail }) => {
    const place = base.files.privacy.identifiers.findIndex((one) => one.id === id);
    return `${base.locate('privacy', ['identifiers', place, list, index])} identifier ${id}: ${detail}`;
  });
}

function withoutExamples({ all, base }: PolicySet): readonly string[] {
  const bare = all.flatMap(rulesWithExamples).filter(({ examples }) => examples.length === 0);
  const alerts = base.files.alerts.rules.flatMap(({ id, examples }, index) =>
    examples.length === 0 ? [`${base.locate('alerts', ['rules', index])} alert ${id} has no examples`] : [],
  );
  return [...new Set([...bare.map(({ at, kind, id }) => `${at} ${kind} ${id} has no examples`), ...alerts])];
}

/** The model in use as the catalogue names it; its weights need not be here. */
async function findModel(directory: string, id: string): Promise<PinnedModel> {
  try {
    const store = await createModelStore({ directory, offline: true });
    return { id, sha256: store.getEntry(id).files[0]?.sha256 ?? null };
  } catch (error) {
    if (error instanceof ModelError) return { id, sha256: null };
    throw error;
  }
}

/** Retrieval's weights come with the program, fitted on one embedding model: on another they rank less well. */
function findOtherWeights({ id, sha256 }: PinnedModel): readonly string[] {
  const { model, date } = relevanceFit;
  if (sha256 === null || sha256 === model.sha256) return [];
  return [
    `retrieval was fitted on ${date} for "${model.id}", not for "${id}": run npm run evaluate -- retrieval on your own questions`,
  ];
}
