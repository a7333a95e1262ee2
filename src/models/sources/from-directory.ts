import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CatalogueModel, pathsIn } from '../catalogue.ts';
import { ModelError } from '../model-error.ts';
import { visitZip } from '../zip-members.ts';
import { type FetchTask, type FileSource, placeFile, type WantedFile } from './file-source.ts';

const ARCHIVE = /\.(?:zip|whl|jar)$/;

/**
 * What an operator carried here: a folder, or a zip archive (wheels and jars are zip archives too). A file is found by its
 * place in the models directory, by its own name, or by the name a package of the catalogue has for it; archives that lie
 * directly in the folder are looked into. Of several candidates the first with the right hash is taken.
 */
export function createDirectorySource(from: string, model: CatalogueModel): FileSource {
  return {
    kind: 'from',
    needsNetwork: false,
    offers: () => true,
    async fetch(task) {
      const found = await stat(from).catch(() => undefined);
      if (found === undefined) throw new ModelError('model-unavailable', `"${from}" does not exist`);
      await new Search(model, task).run(from, found.isDirectory());
    },
  };
}

/** One look through what the operator handed over; wrong files are remembered until a right one is found. */
class Search {
  readonly #model: CatalogueModel;
  readonly #task: FetchTask;
  readonly #missing: Map<string, WantedFile>;
  readonly #refused = new Map<string, ModelError>();

  constructor(model: CatalogueModel, task: FetchTask) {
    this.#model = model;
    this.#task = task;
    this.#missing = new Map(task.wanted.map((file) => [file.path, file]));
  }

  async run(from: string, isDirectory: boolean): Promise<void> {
    const archives = isDirectory ? await this.#searchDirectory(from) : [from];
    for (const archive of archives) {
      if (this.#missing.size > 0) await this.#searchArchive(archive);
    }
    for (const path of this.#missing.keys()) {
      const refused = this.#refused.get(path);
      if (refused) throw refused;
    }
    const [path] = this.#missing.keys();
    if (path !== undefined)
      throw new ModelError('model-unavailable', `"${from}" has no "${path}" of "${this.#model.id}"`);
  }

  /** Answers the archives that lie in the folder. */
  async #searchDirectory(from: string): Promise<readonly string[]> {
    for (const file of this.#missing.values()) {
      for (const name of this.#namesOf(file)) {
        const candidate = join(from, name);
        const isThere = (await stat(candidate).catch(() => undefined))?.isFile() === true;
        if (isThere && (await this.#tryToPlace(file, async () => createReadStream(candidate)))) break;
      }
    }
    return (await readdir(from))
      .filter((name) => ARCHIVE.test(name))
      .sort()
      .map((name) => join(from, name));
  }

  async #searchArchive(archive: string): Promise<void> {
    await visitZip(archive, async (member) => {
      for (const file of this.#missing.values()) {
        if (!this.#namesOf(file).includes(member.name)) continue;
        await this.#tryToPlace(file, () => member.open());
      }
    });
  }

  async #tryToPlace(file: WantedFile, open: () => Promise<AsyncIterable<Uint8Array>>): Promise<boolean> {
    try {
      await placeFile(file, await open(), this.#task);
    } catch (error) {
      if (!(error instanceof ModelError) || error.code !== 'model-corrupt') throw error;
      this.#refused.set(file.path, error);
      return false;
    }
    this.#missing.delete(file.path);
    return true;
  }

  #namesOf(file: WantedFile): readonly string[] {
    const { id, sources } = this.#model;
    const packaged = sources.flatMap((source) => pathsIn(source)[file.path] ?? []);
    return [`${id}/${file.path}`, `models/${id}/${file.path}`, file.path, ...packaged, basename(file.path)];
  }
}
