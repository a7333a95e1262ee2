import { join } from 'node:path';
import { listDestroyedKeys } from './adapters/sqlite/check-copy.ts';
import { openDatabaseForReading } from './adapters/sqlite/open-database.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import type { SubjectCopy } from './pipeline/subjects/subject-commands.ts';
import { openExportFolder } from './privacy/export-folder.ts';

/**
 * Writes a copy for a customer and answers its files; those below the data folder go with an erasure.
 *
 * @throws {ApplianceError} `subject-not-found` where somebody in it was erased meanwhile: then no file is left
 */
export function writeSubjectCopy(data: string, copy: SubjectCopy, out = join(data, 'exports')): readonly string[] {
  const folder = openExportFolder(out);
  const files = folder.write(copy.subject, copy.exportedAt, copy);
  // An erasure destroys the key before it removes copies: either it finds these files, or this finds the key gone.
  if (!isErased(data, copy.subjects)) return files;
  folder.discard(files);
  throw new ApplianceError('subject-not-found', 'The subject was erased while the copy was made');
}

/** Asked of the disk, because the appliance that erases may be another process. */
function isErased(data: string, subjects: readonly string[]): boolean {
  const keys = openDatabaseForReading(join(data, 'keys.db'));
  try {
    const erased = new Set(listDestroyedKeys(keys));
    return subjects.some((subject) => erased.has(subject));
  } finally {
    keys.close();
  }
}
