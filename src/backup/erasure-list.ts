import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { createNoteVerifier, parseSignedNote } from '../audit/note-verifier.ts';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { BackupError } from './backup-error.ts';

/** Of the certificate (`privacy/erasure-certificate.ts`), what bringing an erasure back needs. */
const certificateSchema = z.object({ id: z.string(), subject: z.string(), erasedAt: z.string() });
const lineSchema = z.object({ note: z.string() });
const FORMAT = 'confidant.erasure/v1';

export interface ListedErasure extends z.infer<typeof certificateSchema> {
  /** The certificate as a signed note. */
  readonly note: string;
}

/** Every certificate of erasure the appliance ever gave, one JSON line each, in the order they were given. */
export interface ErasureList {
  /** Adds those that are missing; on the disk when this returns. */
  add(notes: readonly string[]): void;
}

export function openErasureList(file: string): ErasureList {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const { notes: there, torn } = readNotes(text);
  const known = new Set(there);
  let isWhole = torn === 0 && (text === '' || text.endsWith('\n'));
  return {
    add: function addErasures(notes) {
      // What a stop or a full disk cut off is dropped: the store has every certificate, and gives it again.
      if (!isWhole) replaceFile(file, toLines([...known]));
      isWhole = true;
      const missing = notes.filter((note) => !known.has(note));
      if (missing.length === 0) return;
      isWhole = false;
      appendLines(file, missing);
      isWhole = true;
      for (const note of missing) known.add(note);
    },
  };
}

/**
 * Reads a list from anywhere: every certificate has to be signed by the key of the log. Of a list that was being written to
 * when its machine stopped, the last line may be cut.
 *
 * @throws {BackupError} `erasures-invalid`
 */
export function readErasureList(file: string, vkey: string): readonly ListedErasure[] {
  const invalid = (why: string, cause?: unknown): BackupError =>
    new BackupError('erasures-invalid', `Cannot use the list of erasures "${file}": ${why}`, { cause });
  if (!existsSync(file)) throw invalid('it is not there');
  const { notes, torn } = readNotes(readFileSync(file, 'utf8'));
  if (torn > 0) throw invalid(`${torn} of its lines are none`);
  const verifier = createNoteVerifier(vkey);
  return notes.map((note) => {
    const signed = parseSignedNote(note);
    const [format, body = ''] = signed.text.split('\n');
    if (verifier.verify(signed).kind === 'refused' || format !== FORMAT) throw invalid('a certificate is not signed');
    return { ...certificateSchema.parse(parseJson(body)), note };
  });
}

/** `torn` counts lines that hold no note, a last one without its end left out. */
function readNotes(text: string): { readonly notes: readonly string[]; readonly torn: number } {
  const lines = text.split('\n');
  lines.pop();
  const read = lines.map(readLine);
  return { notes: read.flatMap((note) => note ?? []), torn: read.filter((note) => note === undefined).length };
}

/** A blank line is where a cut one was ended. */
function readLine(line: string): string | null | undefined {
  if (line === '') return null;
  try {
    return lineSchema.parse(parseJson(line)).note;
  } catch {
    return undefined;
  }
}

function appendLines(file: string, notes: readonly string[]): void {
  const handle = openSync(file, 'a', 0o600);
  try {
    writeFileSync(handle, toLines(notes));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function toLines(notes: readonly string[]): string {
  return notes.map((note) => `${JSON.stringify({ note })}\n`).join('');
}
