import { ModelError } from '../model-error.ts';
import { visitZip } from '../zip-members.ts';
import { type FetchTask, placeFile } from './file-source.ts';

/**
 * Places the wanted files an archive has; `members` maps a file's path to its name in the archive.
 *
 * @throws {ModelError} `model-corrupt`, `model-unavailable` when the archive lacks a member
 */
export async function placeMembers(
  archive: string,
  members: Readonly<Record<string, string>>,
  task: FetchTask,
): Promise<void> {
  const missing = new Map(
    task.wanted.flatMap((file) => (members[file.path] ? [[members[file.path], file] as const] : [])),
  );
  await visitZip(archive, async (member) => {
    const file = missing.get(member.name);
    if (file === undefined) return;
    missing.delete(member.name);
    await placeFile(file, await member.open(), task);
  });
  const [name] = missing.keys();
  if (name !== undefined) throw new ModelError('model-unavailable', `the archive has no member "${name}"`);
}
