import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { PolicySet } from './parse-policy-set.ts';
import { parsePolicyDocument } from './policy-document.ts';
import { PolicyError } from './policy-error.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';
import { rulesWithExamples } from './rules-with-examples.ts';

/** The file that says with which model the thresholds were tried. Written by `npm run policy -- test --stamp` alone. */
export const CALIBRATION_FILE = 'calibration.yaml';

/** Signals a model gives: a threshold on one of them holds for that model alone. */
const modelSignals = /\b(?:intentConfidence|inScope|relevance|grounded)\b/u;

const calibrationSchema = z.strictObject({
  model: z.strictObject({ id: z.string(), sha256: z.string() }),
  date: z.iso.date(),
  /** Hash over the examples of every rule. */
  data: z.string(),
  examples: z.int().positive(),
  thresholds: z.array(z.strictObject({ rule: z.string(), when: z.string() })),
});

/** A model as the catalogue pins it; without a hash where the operator's own file is not pinned. */
export interface PinnedModel {
  readonly id: string;
  readonly sha256: string | null;
}

/** What the file says of a policy whose examples all passed. */
export function toCalibrationText(
  policy: PolicySnapshot,
  tried: {
    readonly model: { readonly id: string; readonly sha256: string };
    readonly date: string;
    readonly examples: number;
  },
): string {
  const { model, date, examples } = tried;
  const thresholds = thresholdsOf(policy).map(({ rule, when }) => ({ rule, when }));
  const value: z.infer<typeof calibrationSchema> = { model, date, data: hashOfExamples(policy), examples, thresholds };
  const head =
    '# Written by `npm run policy -- test --stamp`: the thresholds below passed all examples with this model.\n';
  return head + stringify(value, { lineWidth: 0 });
}

/**
 * Holds the calibration of a policy against the model in use.
 *
 * @returns `failures` for thresholds that hold for another model, `warnings` for what was changed since they were tried
 */
export function checkCalibration(
  { base, texts }: PolicySet,
  model: PinnedModel,
): { readonly failures: readonly string[]; readonly warnings: readonly string[] } {
  const file = `${base.folder}/${CALIBRATION_FILE}`;
  const text = texts[CALIBRATION_FILE];
  const again = 'run `npm run policy -- test --stamp`';
  if (text === undefined)
    return { failures: [], warnings: [`${file}:1:1 no threshold was tried with a model: ${again}`] };
  try {
    const { value, locate } = parsePolicyDocument(file, text, calibrationSchema);
    const isSame = value.model.id === model.id && (model.sha256 === null || value.model.sha256 === model.sha256);
    const other = `${locate(['model', 'id'])} the thresholds were tried with ${value.model.id} ${value.model.sha256.slice(0, 12)}, and this appliance runs ${model.id} ${model.sha256?.slice(0, 12) ?? ''}: ${again}`;
    const changed = thresholdsOf(base).filter(
      ({ rule, when }) => !value.thresholds.some((one) => one.rule === rule && one.when === when),
    );
    const warnings = changed.map(({ rule, at }) => `${at} ${rule} was changed since ${value.date}: ${again}`);
    const isOld = value.data !== hashOfExamples(base);
    if (isOld) warnings.push(`${locate(['data'])} examples were changed since ${value.date}: ${again}`);
    return { failures: isSame ? [] : [other], warnings };
  } catch (error) {
    if (error instanceof PolicyError) return { failures: error.findings, warnings: [] };
    throw error;
  }
}

function thresholdsOf(policy: PolicySnapshot): readonly { rule: string; when: string; at: string }[] {
  const { hardRules, softSignals, clarifyWhen } = policy;
  const rules = [...hardRules, ...softSignals].map(({ id, condition, at }) => ({
    rule: id,
    when: condition.source,
    at,
  }));
  const clarify = { rule: 'clarify', when: clarifyWhen.source, at: policy.locate('escalation', ['clarify', 'when']) };
  return [...rules, clarify].filter(({ when }) => modelSignals.test(when));
}

function hashOfExamples(policy: PolicySnapshot): string {
  const shown = rulesWithExamples(policy).map(({ kind, id, examples, not }) => [kind, id, examples, not]);
  return `sha256:${createHash('sha256').update(JSON.stringify(shown)).digest('hex')}`;
}
