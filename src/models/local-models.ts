import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { type Catalogue, type CatalogueFile, type CatalogueModel, modelSchema, parseCatalogue } from './catalogue.ts';
import { ModelError } from './model-error.ts';
import { placeFile } from './sources/file-source.ts';
import { hashFile } from './verification.ts';

/** What the operator says about a model of their own. */
export interface LocalModel {
  readonly id: string;
  readonly role: 'text' | 'embed';
  /** SPDX identifier. */
  readonly licence: string;
  readonly description?: string | undefined;
  readonly contextTokens?: number | undefined;
}

const HEADER = '# Models the operator added with `npm run models -- add`; same form as catalogue.yaml.\n';

/** What an ONNX embedder is loaded with, besides its weights. */
const COMPANIONS = ['tokenizer.json', 'tokenizer_config.json', 'config.json'];

const encoderConfigSchema = z.object({ hidden_size: z.int().positive() });

const localModelSchema = modelSchema
  .pick({ id: true, licence: true, description: true, contextTokens: true })
  .extend({ role: z.enum(['text', 'embed']), description: z.string().min(1).optional() });

/** Copies an operator's GGUF or ONNX file into `<directory>/<id>/` and answers its entry, with the hashes found. */
export async function importModel(file: string, model: LocalModel, directory: string): Promise<CatalogueModel> {
  checkLocalModel(model);
  const weights = await readKind(file);
  const isEmbedder = weights === 'onnx';
  if (isEmbedder !== (model.role === 'embed')) {
    throw new ModelError(
      'catalogue-invalid',
      `A ${weights} file cannot serve the role "${model.role}": text takes *.gguf, embed *.onnx`,
    );
  }
  const parts = isEmbedder ? await findEncoderFiles(file) : [{ path: basename(file), file }];
  const files: CatalogueFile[] = [];
  for (const part of parts) files.push(await copyIn(part, join(directory, model.id)));

  const mebibytes = files.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0) / 2 ** 20;
  const config = parts.find((part) => part.path === 'config.json');
  return {
    id: model.id,
    role: model.role,
    licence: model.licence,
    description: model.description ?? `Added by the operator from ${basename(file)}`,
    default: false,
    memoryMb: Math.ceil(mebibytes * 1.3) + 100,
    hardware: 'Not measured: estimated from the size of its files.',
    ...(model.contextTokens === undefined ? {} : { contextTokens: model.contextTokens }),
    ...(config === undefined ? {} : { dimension: await readDimension(config.file) }),
    files,
    sources: [],
  };
}

/** Before anything is copied: the id becomes the name of a folder. */
function checkLocalModel(model: LocalModel): void {
  const parsed = localModelSchema.safeParse(model);
  if (parsed.success) return;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ModelError('catalogue-invalid', `Cannot add model "${model.id}": ${wrong.join(', ')}`);
}

/** Reads `local.yaml`; without one there are no local models. */
export async function readLocalCatalogue(file: string): Promise<Catalogue | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseCatalogue(text, file);
}

/** Adds an entry to `local.yaml`, after checking the file as the next start will. */
export async function writeLocalModel(file: string, model: CatalogueModel): Promise<void> {
  const models = [...((await readLocalCatalogue(file))?.models ?? []), model];
  const text = HEADER + stringify({ version: 1, models });
  parseCatalogue(text, file);
  replaceFile(file, text, 0o644);
}

/** GGUF files start with their name; ONNX is a protobuf without one, so its ending must do. */
async function readKind(file: string): Promise<'gguf' | 'onnx'> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new ModelError('model-missing', `Cannot add "${file}": no such file`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 4 && buffer.toString('latin1') === 'GGUF') return 'gguf';
    if (file.endsWith('.onnx') && bytesRead === 4) return 'onnx';
  } catch (cause) {
    throw new ModelError('catalogue-invalid', `Cannot add "${file}": not a readable file`, { cause });
  } finally {
    await handle.close();
  }
  throw new ModelError('catalogue-invalid', `Cannot add "${file}": neither a GGUF nor an ONNX file`);
}

interface ModelPart {
  readonly path: string;
  readonly file: string;
}

/** The companions lie beside the weights, or one folder up where the weights are in `onnx/`. */
async function findEncoderFiles(file: string): Promise<readonly ModelPart[]> {
  const folders = [dirname(file), dirname(dirname(resolve(file)))];
  const parts: ModelPart[] = [{ path: 'onnx/model_quantized.onnx', file }];
  for (const path of COMPANIONS) {
    const candidates = await Promise.all(
      folders.map(async (folder) =>
        (await stat(join(folder, path)).catch(() => undefined)) ? join(folder, path) : undefined,
      ),
    );
    const found = candidates.find((candidate) => candidate !== undefined);
    if (found === undefined) throw new ModelError('model-missing', `Cannot add "${file}": "${path}" is not beside it`);
    parts.push({ path, file: found });
  }
  return parts;
}

/** The hash is taken first and checked while copying: a file that changes meanwhile is refused. */
async function copyIn(part: ModelPart, folder: string): Promise<CatalogueFile> {
  const sha256 = await hashFile(part.file);
  const { size: bytes } = await stat(part.file);
  const destination = join(folder, part.path);
  if (resolve(part.file) !== resolve(destination)) {
    const wanted = { path: part.path, destination, sha256, bytes };
    const nothing = { wanted: [wanted], scratch: folder, onBytes: () => undefined, onPlaced: async () => undefined };
    await placeFile(wanted, createReadStream(part.file), nothing);
  }
  return { path: part.path, sha256, bytes };
}

async function readDimension(configFile: string): Promise<number> {
  try {
    return encoderConfigSchema.parse(parseJson(await readFile(configFile, 'utf8'))).hidden_size;
  } catch (cause) {
    throw new ModelError(
      'catalogue-invalid',
      `Cannot read "${configFile}": expected a JSON object with "hidden_size"`,
      { cause },
    );
  }
}
