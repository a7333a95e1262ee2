import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Catalogue, type CatalogueModel, type ModelRole, parseCatalogue } from './catalogue.ts';
import { importModel, type LocalModel, readLocalCatalogue, writeLocalModel } from './local-models.ts';
import { ModelError } from './model-error.ts';
import { type ModelCheck, type ModelFiles, toModelCheck, toModelFault, toModelFiles } from './model-files.ts';
import { createPinFile, type PinFile } from './pins.ts';
import { type PullProgress, type PullReport, pullFiles } from './pull-model.ts';
import type { WantedFile } from './sources/file-source.ts';
import { listSources } from './sources/list-sources.ts';
import { checkFile, createVerificationCache, type FileCheck, type VerificationCache } from './verification.ts';

/** Where models lie and what may be in them. */
export interface ModelStoreOptions {
  /** The models directory, `CONFIDANT_MODELS`. */
  readonly directory: string;
  /** Kept files lie in `configs/<id>/` beside it. Default: `catalogue.yaml` of the directory, else the one that ships. */
  readonly catalogueFile?: string | undefined;
  /** Default: `.verified.json` of the directory. */
  readonly cacheFile?: string | undefined;
  /** Never touch the network. */
  readonly offline?: boolean | undefined;
}

/** One pulled model. */
export interface PulledModel extends PullReport {
  readonly files: ModelFiles;
}

/** How to pull. */
export interface PullOptions {
  /** A folder or a zip archive to look into before any other source. */
  readonly from?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
}

/** How to verify. */
export interface VerifyOptions {
  readonly full?: boolean | undefined;
  /** Called before each model. */
  readonly onModel?: ((id: string) => void) | undefined;
}

/** The models of the catalogue and of the operator, and what is on disk of them. */
export interface ModelStore {
  /** In the order of the catalogue, the operator's own last. */
  readonly models: readonly CatalogueModel[];
  findDefault(role: ModelRole): CatalogueModel | undefined;
  /** @throws {ModelError} `model-missing` for an id nobody listed */
  getEntry(id: string): CatalogueModel;
  /** @throws {ModelError} `model-missing`, `model-corrupt` */
  getModel(id: string): Promise<ModelFiles>;
  /** `full` reads every byte again; else a hash recorded for an unchanged file holds. @throws {ModelError} `model-missing` */
  verifyModel(id: string, options?: { readonly full?: boolean | undefined }): Promise<ModelCheck>;
  /** Without ids: the defaults and whatever else was pulled. @throws {ModelError} `model-missing` */
  verifyModels(ids: readonly string[], options?: VerifyOptions): Promise<readonly ModelCheck[]>;
  listModels(): Promise<readonly (ModelCheck & { readonly entry: CatalogueModel })[]>;
  /** Without ids: the defaults. @throws {ModelError} `model-missing`, `model-unavailable`, `model-corrupt`, `cancelled` */
  pullModels(ids: readonly string[], options?: PullOptions): Promise<readonly PulledModel[]>;
  /** Copies an operator's own model in and registers it in `local.yaml`. @throws {ModelError} `model-missing`, `catalogue-invalid` */
  addModel(file: string, model: LocalModel): Promise<CatalogueModel>;
}

/**
 * Reads the catalogue and answers a store of its models.
 *
 * @throws {ModelError} `catalogue-invalid`, with the position of every mistake
 */
export async function createModelStore(options: ModelStoreOptions): Promise<ModelStore> {
  // Tools run in folders of their own, so nothing may hang on the working folder.
  const directory = resolve(options.directory);
  const catalogueFile = options.catalogueFile ?? findCatalogueFile(directory);
  const localFile = join(directory, 'local.yaml');
  const catalogue = await readCatalogue(catalogueFile);
  const local = await readLocalCatalogue(localFile);
  const taken = local?.models.find(({ id }) => catalogue.models.some((model) => model.id === id));
  if (taken) throw new ModelError('catalogue-invalid', `${localFile}:1:1 the catalogue has a model "${taken.id}"`);
  return new DirectoryModelStore({ ...options, directory, catalogueFile }, catalogue, local?.models ?? []);
}

class DirectoryModelStore implements ModelStore {
  readonly models: CatalogueModel[];
  readonly #options: ModelStoreOptions & { readonly catalogueFile: string };
  readonly #hub: string;
  readonly #cache: VerificationCache;
  readonly #pins: PinFile;

  constructor(
    options: ModelStoreOptions & { readonly catalogueFile: string },
    catalogue: Catalogue,
    local: readonly CatalogueModel[],
  ) {
    this.models = [...catalogue.models, ...local];
    this.#options = options;
    this.#hub = catalogue.hub;
    this.#cache = createVerificationCache(options.cacheFile ?? join(options.directory, '.verified.json'));
    this.#pins = createPinFile(join(options.directory, 'pins.json'));
  }

  findDefault(role: ModelRole): CatalogueModel | undefined {
    return this.models.find((model) => model.role === role && model.default);
  }

  getEntry(id: string): CatalogueModel {
    const entry = this.models.find((model) => model.id === id);
    if (entry === undefined) throw new ModelError('model-missing', `No model "${id}" is in the catalogue`);
    return entry;
  }

  async getModel(id: string): Promise<ModelFiles> {
    const entry = this.getEntry(id);
    const files = await this.#listFiles(entry);
    const check = toModelCheck(id, await this.#checkFiles(files));
    if (check.state !== 'present') throw toModelFault(check);
    return toModelFiles(entry, files, this.#options.directory);
  }

  async verifyModel(id: string, options?: { readonly full?: boolean | undefined }): Promise<ModelCheck> {
    return toModelCheck(id, await this.#checkFiles(await this.#listFiles(this.getEntry(id)), options?.full));
  }

  async verifyModels(ids: readonly string[], { full, onModel }: VerifyOptions = {}): Promise<readonly ModelCheck[]> {
    const entries = ids.length > 0 ? ids.map((id) => this.getEntry(id)) : this.models;
    const checks = [];
    for (const entry of entries) {
      onModel?.(entry.id);
      const check = await this.verifyModel(entry.id, { full });
      // A model that nobody asked for and nobody pulled is no finding.
      if (check.state !== 'absent' || ids.length > 0 || entry.default) checks.push(check);
    }
    return checks;
  }

  async listModels(): Promise<readonly (ModelCheck & { readonly entry: CatalogueModel })[]> {
    const listed = [];
    for (const entry of this.models) listed.push({ ...(await this.verifyModel(entry.id)), entry });
    return listed;
  }

  async pullModels(ids: readonly string[], options: PullOptions = {}): Promise<readonly PulledModel[]> {
    const entries = ids.length > 0 ? ids.map((id) => this.getEntry(id)) : this.models.filter((model) => model.default);
    const pulled = [];
    for (const entry of entries) pulled.push(await this.#pullModel(entry, options));
    return pulled;
  }

  async addModel(file: string, model: LocalModel): Promise<CatalogueModel> {
    if (this.models.some((entry) => entry.id === model.id)) {
      throw new ModelError('catalogue-invalid', `Cannot add "${file}": the id "${model.id}" is taken`);
    }
    const entry = await importModel(file, model, this.#options.directory);
    await writeLocalModel(localFileOf(this.#options.directory), entry);
    this.models.push(entry);
    return entry;
  }

  async #pullModel(entry: CatalogueModel, options: PullOptions): Promise<PulledModel> {
    const { directory, catalogueFile } = this.#options;
    const files = await this.#listFiles(entry);
    const checks = await this.#checkFiles(files);
    const present = new Set(checks.filter((check) => check.state === 'present').map((check) => check.path));
    const report = await pullFiles({
      model: entry,
      directory,
      wanted: files.filter((file) => !present.has(file.path)),
      sources: listSources(entry, {
        hub: this.#hub,
        configs: join(dirname(catalogueFile), 'configs'),
        from: options.from,
      }),
      offline: options.offline ?? this.#options.offline ?? false,
      signal: options.signal,
      onProgress: options.onProgress,
      onPlaced: async (file, placed) => {
        await this.#cache.record(file.destination, placed.sha256);
        if (file.sha256 === null) await this.#pins.add(`${entry.id}/${file.path}`, placed);
      },
    });
    const corrupt = checks.flatMap((check) =>
      check.state === 'corrupt' ? [`models: "${check.path}" ${check.why}`] : [],
    );
    const origins = { ...Object.fromEntries([...present].map((path) => [path, 'models'])), ...report.origins };
    return { files: await this.getModel(entry.id), origins, failures: [...corrupt, ...report.failures] };
  }

  /** The files of a model with the hashes they must have: of the catalogue, or pinned, or not known yet. */
  async #listFiles(entry: CatalogueModel): Promise<readonly WantedFile[]> {
    return Promise.all(
      entry.files.map(async (file) => {
        const pin = file.sha256 === null ? await this.#pins.find(`${entry.id}/${file.path}`) : undefined;
        const { sha256, bytes } = pin ?? file;
        return { path: file.path, destination: join(this.#options.directory, entry.id, file.path), sha256, bytes };
      }),
    );
  }

  async #checkFiles(files: readonly WantedFile[], full?: boolean): Promise<readonly FileCheck[]> {
    const checks: FileCheck[] = [];
    for (const file of files) {
      // Without a hash there is nothing to trust: the file counts as absent until a pull has pinned it.
      if (file.sha256 === null) checks.push({ path: file.path, state: 'absent', bytesRead: 0 });
      else checks.push(await checkFile(file, { sha256: file.sha256, bytes: file.bytes }, { cache: this.#cache, full }));
    }
    return checks;
  }
}

function localFileOf(directory: string): string {
  return join(directory, 'local.yaml');
}

/** A models directory elsewhere, on a larger disk, needs no catalogue of its own: the nearest above this file serves. */
function findCatalogueFile(directory: string): string {
  const above = ['../..', '../../..'].map((steps) => join(import.meta.dirname, steps, 'models'));
  const files = [directory, ...above].map((folder) => join(folder, 'catalogue.yaml'));
  return files.find((file) => existsSync(file)) ?? join(directory, 'catalogue.yaml');
}

async function readCatalogue(file: string): Promise<Catalogue> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ModelError('catalogue-invalid', `Cannot read catalogue "${file}"`, { cause });
  });
  return parseCatalogue(text, file);
}
