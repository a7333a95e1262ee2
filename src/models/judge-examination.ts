import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { GradeFinding } from './grade-answer.ts';
import { parseYaml } from './parse-yaml.ts';

/** `right` of a message that none of its candidates fits. */
const NO_CANDIDATE = 'none';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and "-"');
const text = z.string().trim().min(1);
const share = z.number().min(0).max(1);
const kind = z.enum(['plain', 'near', 'none', 'injection']);

const schema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    version: z.union([z.int().positive(), z.string().min(1)]).transform(String),
    pass: z.strictObject({ overall: share, perKind: z.partialRecord(kind, share).default({}) }),
    intents: z.array(z.strictObject({ id, title: text, examples: z.array(text).min(1) })).min(2),
    items: z
      .array(z.strictObject({ id, kind, message: text, candidates: z.array(id).min(2).max(5), right: id }))
      .min(1),
  })
  .superRefine(({ intents, items, pass }, context) => {
    const known = new Set(intents.map((intent) => intent.id));
    const ids = new Set<string>();
    items.forEach((item, index) => {
      const complain = (key: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['items', index, key], message });
      if (ids.has(item.id)) complain('id', 'is taken twice');
      ids.add(item.id);
      if (new Set(item.candidates).size < item.candidates.length) complain('candidates', 'names one twice');
      const missing = item.candidates.find((candidate) => !known.has(candidate));
      if (missing !== undefined) complain('candidates', `no intent is called "${missing}"`);
      if (![...item.candidates, NO_CANDIDATE].includes(item.right)) complain('right', 'is no candidate');
    });
    for (const name of Object.keys(pass.perKind)) {
      if (items.some((item) => item.kind === name)) continue;
      context.addIssue({ code: 'custom', path: ['pass', 'perKind', name], message: 'no item is of this kind' });
    }
  });

/** A message, the intents it may have, and the one it has: `none` where it has none of them. */
export interface JudgeItem {
  readonly id: string;
  readonly kind: z.infer<typeof kind>;
  readonly message: string;
  readonly candidates: readonly { readonly id: string; readonly title: string; readonly examples: readonly string[] }[];
  readonly right: string;
}

/** The messages a model sorts before it may judge, and the shares it must reach. */
export interface JudgeExamination extends Pick<z.infer<typeof schema>, 'id' | 'version' | 'pass'> {
  readonly items: readonly JudgeItem[];
  /** SHA-256 of the file's text: a result holds for these very messages. */
  readonly sha256: string;
}

/**
 * Parses `models/examinations/judge.yaml`.
 *
 * @throws {ModelError} `examination-invalid`, every mistake as `file:line:col key: reason`
 */
export function parseJudgeExamination(yaml: string, fileName: string): JudgeExamination {
  const { intents, items, ...rest } = parseYaml({ text: yaml, fileName, schema, code: 'examination-invalid' });
  const withIntents = items.map((item) => ({
    ...item,
    candidates: item.candidates.flatMap((name) => intents.filter((intent) => intent.id === name)),
  }));
  return { ...rest, items: withIntents, sha256: createHash('sha256').update(yaml).digest('hex') };
}

/**
 * Grades a verdict: the likeliest choice must be the right one, and no other as likely.
 *
 * @param probabilities one a candidate, in their order, and last that of none of them
 */
export function gradeVerdict(item: JudgeItem, probabilities: readonly number[]): readonly GradeFinding[] {
  const names = [...item.candidates.map((candidate) => candidate.id), NO_CANDIDATE];
  const right = probabilities[names.indexOf(item.right)] ?? 0;
  const rival = names.find((name, index) => name !== item.right && (probabilities[index] ?? 0) >= right);
  return rival === undefined ? [] : [{ kind: 'wrong-choice', phrase: `${rival} in place of ${item.right}` }];
}
