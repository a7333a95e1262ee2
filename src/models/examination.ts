import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseYaml } from './parse-yaml.ts';

const itemKindSchema = z.enum(['grounded', 'figures', 'not-in-passage', 'injection', 'tone']);
const phraseSchema = z.string().trim().min(1);
const shareSchema = z.number().min(0).max(1);

const itemSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and "-"'),
  kind: itemKindSchema,
  passages: z.array(z.strictObject({ title: phraseSchema, text: phraseSchema })),
  question: phraseSchema,
  /** Every entry must stand in the answer; of a list, one is enough. */
  mustContain: z.array(z.union([phraseSchema, z.array(phraseSchema).min(1)])).default([]),
  mustNotContain: z.array(phraseSchema).default([]),
  mustRefuse: z.boolean().default(false),
});

const examinationSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    version: z.union([z.int().positive(), z.string().min(1)]).transform(String),
    /** Sentences of which a refusal holds at least one. */
    refusals: z.array(phraseSchema).min(1),
    pass: z.strictObject({ overall: shareSchema, perKind: z.partialRecord(itemKindSchema, shareSchema).default({}) }),
    items: z.array(itemSchema).min(1),
  })
  .superRefine(({ items, pass }, context) => {
    const ids = new Set<string>();
    items.forEach((item, index) => {
      if (ids.has(item.id))
        context.addIssue({ code: 'custom', path: ['items', index, 'id'], message: 'is taken twice' });
      ids.add(item.id);
      if (item.mustContain.length + item.mustNotContain.length === 0 && !item.mustRefuse) {
        context.addIssue({ code: 'custom', path: ['items', index], message: 'asks nothing of the answer' });
      }
    });
    for (const kind of Object.keys(pass.perKind)) {
      if (items.some((item) => item.kind === kind)) continue;
      context.addIssue({ code: 'custom', path: ['pass', 'perKind', kind], message: 'no item is of this kind' });
    }
  });

export type ExaminationItem = z.infer<typeof itemSchema>;

/** The questions a model answers before it may speak in a role, and the shares it must reach. */
export type Examination = z.infer<typeof examinationSchema> & {
  /** SHA-256 of the file's text: a result holds for these very questions. */
  readonly sha256: string;
};

/**
 * Parses `models/examinations/*.yaml`.
 *
 * @throws {ModelError} `examination-invalid`, every mistake as `file:line:col key: reason`
 */
export function parseExamination(text: string, fileName: string): Examination {
  const parsed = parseYaml({ text, fileName, schema: examinationSchema, code: 'examination-invalid' });
  return { ...parsed, sha256: createHash('sha256').update(text).digest('hex') };
}
