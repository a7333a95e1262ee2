import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';

/** What a command did beside a running appliance, which alone may write to the log and brings it there. */
const notedActSchema = z.object({
  act: z.enum([
    'backup-created',
    'drill-passed',
    'drill-failed',
    'evidence-written',
    'log-read',
    'keys-rotated',
    'model-examined',
  ]),
  /** Id of a backup or a drill, the hash of what was written, or an id of its own and what the act was about. */
  target: z.string().regex(/^(?:[bd]_[0-9A-Z]{26}|sha256:[0-9a-f]{64}|c_[0-9A-Z]{26} [\w.@: -]{1,200})$/u),
  at: z.iso.datetime({ precision: 3 }),
  /** Entries the log had when it was done: it is looked for after these, so that no act is brought there twice. */
  after: z.int().nonnegative(),
});
export type NotedAct = z.infer<typeof notedActSchema>;

const FOLDER = 'acts';

export function noteAct(data: string, act: NotedAct): void {
  replaceFile(fileOf(data, act), `${JSON.stringify(notedActSchema.parse(act))}\n`);
}

/** Acts that are not on the record yet, oldest first. What is none of them is passed by: anybody may write a file. */
export function listNotedActs(data: string): readonly NotedAct[] {
  const folder = join(data, FOLDER);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const acts = names.flatMap((name) => readAct(join(folder, name)) ?? []);
  return acts.sort((a, b) => a.at.localeCompare(b.at));
}

export function forgetAct(data: string, act: Pick<NotedAct, 'target'>): void {
  rmSync(fileOf(data, act), { force: true });
}

/** The id alone names the file: what the act was about may hold what no file name may. */
function fileOf(data: string, { target }: Pick<NotedAct, 'target'>): string {
  return join(data, FOLDER, `${target.split(' ')[0]}.json`);
}

function readAct(file: string): NotedAct | undefined {
  try {
    return notedActSchema.parse(parseJson(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
