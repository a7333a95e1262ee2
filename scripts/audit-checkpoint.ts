import { writeFileSync } from 'node:fs';
import { toCheckpointPage } from '../src/audit/checkpoint-page.ts';
import type { LogReader } from '../src/audit/log-store.ts';

/** Options of `audit checkpoint`. */
export interface CheckpointOptions {
  /** File for a page to print. */
  readonly print?: string;
}

/** The newest checkpoint, and the lines that tell of it; writes the page where one is asked for. */
export function showCheckpoint({ reader, vkey }: { reader: LogReader; vkey: string }, options: CheckpointOptions) {
  const [latest] = [...reader.checkpoints()].slice(-1);
  if (latest === undefined) throw new Error('The log has no checkpoint yet: start the appliance once');
  if (options.print === undefined) return { latest, lines: [latest.note] };
  // A page that is there may be the evidence somebody is looking for.
  writeFileSync(options.print, toCheckpointPage({ ...latest, vkey, printedAt: new Date() }), { flag: 'wx' });
  return { latest, lines: [`Wrote ${options.print}: print it, and keep it away from the appliance`] };
}
