import { createHash } from 'node:crypto';
import { z } from 'zod';
import { toCanonicalJson } from '../audit/canonical-json.ts';
import { createNoteVerifier, parseSignedNote } from '../audit/note-verifier.ts';
import type { createNoteSigner } from '../audit/signed-note.ts';
import { parseJson } from '../conversation/parse-json.ts';

const FORMAT = 'confidant.evidence/v1';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
/** Below the folder of the pack, so that nothing beside it is read. */
const path = z.string().regex(/^(?!\.)[\w.-]+(?:\/(?!\.)[\w.-]+)*$/u);
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  origin: z.string().min(1),
  version: z.string().min(1),
  madeAt: z.iso.datetime(),
  log: z.strictObject({ size: z.int().nonnegative(), root: z.base64().length(44) }),
  files: z.array(z.strictObject({ path, sha256, bytes: z.int().nonnegative() })),
});

/** Every file of a pack but the manifest itself, its signature and its receipt. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Files that cannot stand in the manifest, because they are made from it. */
export const besideManifest: readonly string[] = ['manifest.json', 'manifest.note', 'receipt.json'];

export function toManifest(parts: Omit<Manifest, 'format'>): Manifest {
  const files = [...parts.files].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { format: FORMAT, ...parts, files };
}

/** One line a file, so that two manifests can be compared by eye; what is signed is the hash of these bytes. */
export function toManifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** @throws {ZodError | SyntaxError} for what is no manifest */
export function parseManifest(text: string): Manifest {
  return manifestSchema.parse(parseJson(text));
}

/** SHA-256 in hexadecimal digits. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same of each text by its name. */
export function hashTexts(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, hashOf(text)]));
}

/**
 * The note that signs a manifest: a line that says what it is, so that it can pass for no checkpoint, then log, hash and time.
 *
 * @see C2SP signed-note
 */
export function signManifest(
  signer: ReturnType<typeof createNoteSigner>,
  text: string,
  { origin, madeAt }: Manifest,
): string {
  return signer.sign(`${FORMAT}\n${origin}\nsha256:${hashOf(text)}\n${madeAt}\n`);
}

/** Whether a note signs exactly this manifest with this key. Never throws for what the note holds. */
export function isManifestSigned(note: string, text: string, vkey: string): boolean {
  try {
    const parsed = parseSignedNote(note);
    const [format, origin, hash] = parsed.text.split('\n');
    const verifier = createNoteVerifier(vkey);
    const isOurs = format === FORMAT && origin === verifier.name && hash === `sha256:${hashOf(text)}`;
    return isOurs && verifier.verify(parsed).kind === 'verified';
  } catch {
    return false;
  }
}

/** What the log says of a pack: the hash of its manifest, as the target of the act. */
export function toActTarget(manifestText: string): string {
  return `sha256:${hashOf(manifestText)}`;
}

/** The act under which a pack stands in the log. */
export const EVIDENCE_ACT = 'evidence-written';

const receiptSchema = z.object({
  entry: z.record(z.string(), z.unknown()),
  receipt: z.object({
    index: z.int(),
    leaf: z.string(),
    checkpoint: z.string(),
    size: z.int(),
    hashes: z.array(z.string()),
  }),
});
/** Proof that the log holds the entry of the run: the entry as the log has it, and its receipt. */
export type RunReceipt = z.infer<typeof receiptSchema>;

/** @throws {ZodError | SyntaxError} for what is none */
export function parseRunReceipt(text: string): RunReceipt {
  return receiptSchema.parse(parseJson(text));
}

/** The bytes of the entry the receipt is for. */
export function entryBytesOf({ entry }: RunReceipt): Uint8Array {
  return Buffer.from(toCanonicalJson(entry), 'utf8');
}
