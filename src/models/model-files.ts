import { join } from 'node:path';
import type { CatalogueModel, ModelRole } from './catalogue.ts';
import { ModelError } from './model-error.ts';
import type { WantedFile } from './sources/file-source.ts';
import type { FileCheck } from './verification.ts';

/** A verified model on disk, ready for an engine. Paths are absolute. */
export interface ModelFiles {
  readonly id: string;
  readonly role: ModelRole;
  /** The model's own folder, `<models>/<id>`. */
  readonly directory: string;
  /** The weights file. */
  readonly weights: string;
  /** Every file, by its path in the folder. */
  readonly paths: Readonly<Record<string, string>>;
  /** SHA-256 of the weights file, in hexadecimal digits. */
  readonly sha256: string;
  readonly contextTokens?: number;
  readonly dimension?: number;
}

/** What is on disk of one model: `partial` when some files are there, `corrupt` when one of them is wrong. */
export interface ModelCheck {
  readonly id: string;
  readonly state: 'present' | 'absent' | 'partial' | 'corrupt';
  readonly files: readonly FileCheck[];
}

/** The files of a model whose check answered `present`. */
export function toModelFiles(entry: CatalogueModel, files: readonly WantedFile[], directory: string): ModelFiles {
  const [weights] = files;
  if (!weights?.sha256) throw new ModelError('model-missing', `Model "${entry.id}" has no pinned weights`);
  return {
    id: entry.id,
    role: entry.role,
    directory: join(directory, entry.id),
    weights: weights.destination,
    paths: Object.fromEntries(files.map((file) => [file.path, file.destination])),
    sha256: weights.sha256,
    ...(entry.contextTokens === undefined ? {} : { contextTokens: entry.contextTokens }),
    ...(entry.dimension === undefined ? {} : { dimension: entry.dimension }),
  };
}

/** Sums up the files of a model: the worst of them counts. */
export function toModelCheck(id: string, files: readonly FileCheck[]): ModelCheck {
  const states = new Set(files.map((file) => file.state));
  if (states.has('corrupt')) return { id, state: 'corrupt', files };
  if (!states.has('absent')) return { id, state: 'present', files };
  return { id, state: states.has('present') ? 'partial' : 'absent', files };
}

/** The fault of a model that is not whole, naming its files. */
export function toModelFault(check: ModelCheck): ModelError {
  const corrupt = check.files.filter((file) => file.state === 'corrupt');
  if (corrupt.length > 0) {
    const lines = corrupt.map((file) => `"${file.path}" ${file.why}`);
    return new ModelError('model-corrupt', `Cannot use model "${check.id}": ${lines.join(', ')}`);
  }
  const absent = check.files.filter((file) => file.state === 'absent').map((file) => `"${file.path}"`);
  return new ModelError('model-missing', `Cannot use model "${check.id}": ${absent.join(', ')} is not there`);
}
