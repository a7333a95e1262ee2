import { z } from 'zod';
import type { SealedEntry } from './entry-texts.ts';
import { createLogFindings, type LogFinding, type LogFindings } from './log-findings.ts';

const restoredSchema = z.object({
  kind: z.literal('log-restored'),
  backup: z.string(),
  size: z.number(),
  lost: z.object({ size: z.number() }).optional(),
});
type Restored = z.infer<typeof restoredSchema>;

/** Tells a checkpoint of entries that a restore gave up, and said so, from one that speaks of another log. */
export interface RestoreWatch {
  /** Takes what is found about checkpoints held outside, until `finish`. */
  readonly findings: LogFindings;
  /** Looks at every entry that can be read. */
  see(entry: SealedEntry): void;
  /** Hands everything on; what a restore explains under the code `lost-by-restore`. It is a finding all the same. */
  finish(): void;
}

export function createRestoreWatch(findings: LogFindings): RestoreWatch {
  const ofHeld = createLogFindings();
  const restores: Restored[] = [];
  return {
    findings: ofHeld,
    see: (entry) => {
      const restored = entry.kind === 'log-restored' ? restoredSchema.safeParse(entry).data : undefined;
      if (restored) restores.push(restored);
    },
    finish: () => {
      for (const found of ofHeld.list) {
        const restored = restores.find((one) => explains(one, found));
        if (restored === undefined) findings.add(found.code, found.detail, found.index);
        else findings.add('lost-by-restore', toDetail(restored, found), found.index);
      }
    },
  };
}

/** Only a checkpoint past the backup, and no longer than the log that was given up. */
function explains({ size, lost }: Restored, { code, index }: LogFinding): boolean {
  if ((code !== 'root-mismatch' && code !== 'entries-missing') || index === undefined) return false;
  return index > size && (lost === undefined || index <= lost.size);
}

function toDetail({ backup, size }: Restored, { index }: LogFinding): string {
  return `A checkpoint of ${index} entries was held: those from ${size} on were given up when "${backup}" was restored`;
}
