import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AuditError } from '../audit/audit-error.ts';
import { createNoteVerifier, parseSignedNote } from '../audit/note-verifier.ts';
import type { NoteSigner } from '../audit/signed-note.ts';
import { type RefusalCode, refused, type Verdict } from '../audit/verdict.ts';
import { parseJson } from '../conversation/parse-json.ts';
import { BackupError } from './backup-error.ts';

const FORMAT = 'confidant.backup/v1';
export const MANIFEST = 'manifest.json';
/** Beside the manifest: the signed note (C2SP signed-note) over its SHA-256, by the key of the log. */
export const MANIFEST_NOTE = 'manifest.note';

const whole = z.int().nonnegative();
const digest = z.string().regex(/^[0-9a-f]{64}$/u);
/** A name of its own folder, or one folder below: what a manifest names never leads out of the backup. */
const path = z.string().regex(/^(?:[\w-]+\/)?[\w-][\w.-]*$/u);
const file = z.object({ path, bytes: whole, sha256: digest });

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  id: z.string().regex(/^b_[0-9A-Z]{26}$/u),
  createdAt: z.iso.datetime({ precision: 3 }),
  versions: z.object({ appliance: z.string(), node: z.string(), sqlite: z.string() }),
  /** Migrations that had run on each database. */
  schemas: z.object({ store: whole, keys: whole }),
  /** The log as it stands in the copy. */
  log: z.object({ origin: z.string(), size: whole, checkpoint: z.string() }),
  files: z.array(file).readonly(),
  /** What lies in the other folder: the keys, and secrets where they were asked for. */
  keys: z.array(file).readonly(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof file>;

export function toManifest(fields: Omit<Manifest, 'format'>): Manifest {
  return { format: FORMAT, ...fields };
}

/** The two files a manifest is stored as. */
export function toManifestFiles(manifest: Manifest, signer: NoteSigner): Readonly<Record<string, string>> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  return { [MANIFEST]: text, [MANIFEST_NOTE]: signer.sign(toNoteText(text)) };
}

/** Nothing in it may be trusted before {@link verifyManifest}. @throws {BackupError} `manifest-invalid` */
export function parseManifest(text: string): Manifest {
  try {
    return manifestSchema.parse(parseJson(text));
  } catch (cause) {
    throw new BackupError('manifest-invalid', `Cannot read the backup: its ${MANIFEST} is none`, { cause });
  }
}

/** Whether the holder of a verifier key signed this very text. */
export function verifyManifest(text: string, note: string, vkey: string): Verdict {
  try {
    const signed = parseSignedNote(note);
    return signed.text === toNoteText(text) ? createNoteVerifier(vkey).verify(signed) : refused('root-mismatch');
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return refused(error.code === 'key-malformed' ? 'key-malformed' : ('note-malformed' satisfies RefusalCode));
  }
}

/** A line that says what it is comes first, so that it can pass for no checkpoint and no certificate. */
function toNoteText(text: string): string {
  return `${FORMAT}\n${createHash('sha256').update(text, 'utf8').digest('hex')}\n`;
}
