import { type KeyObject, sign, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';

/** Keeps a signature made here from being taken for one of another kind of record. */
const SIGNED_AS = 'confidant qualification 1\n';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const shareSchema = z.number().min(0).max(1);

/** What a text model may be qualified for: to word replies, to judge intents. */
export const qualificationRoles = ['compose', 'judge'] as const;
export type QualificationRole = (typeof qualificationRoles)[number];

const qualificationSchema = z.strictObject({
  role: z.enum(qualificationRoles),
  modelId: z.string().min(1),
  modelSha256: hashSchema,
  examination: z.strictObject({ id: z.string().min(1), version: z.string().min(1), sha256: hashSchema }),
  /** Fingerprint of the machine the model was examined on. */
  machine: z.string().min(1),
  result: z.strictObject({ passed: z.boolean(), overall: shareSchema, perKind: z.record(z.string(), shareSchema) }),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
});
const entrySchema = qualificationSchema.extend({ signature: z.base64() });
const registrySchema = z.strictObject({ version: z.literal(1), entries: z.array(entrySchema) });

/** What one examination of one model on one machine came to. */
export type Qualification = z.infer<typeof qualificationSchema>;

/** The registry file, as read: each entry carries an Ed25519 signature (RFC 8032) of its canonical JSON (RFC 8785). */
export type QualificationRegistry = z.infer<typeof registrySchema>;

/** The model, role, questions and machine an entry must be about. */
export interface QualificationQuestion {
  readonly role: QualificationRole;
  readonly modelSha256: string;
  readonly examination: { readonly sha256: string };
  readonly machine: string;
  readonly publicKey: KeyObject;
}

/** Whether a model may act in a role, or why not. */
export type QualificationFinding =
  | { readonly qualified: true; readonly entry: Qualification }
  | { readonly qualified: false; readonly why: 'not-examined' | 'signature-invalid' | 'not-passed' };

/** Reads the registry. A missing or damaged one is empty: no model is qualified, and the appliance quotes. */
export async function readRegistry(file: string): Promise<QualificationRegistry> {
  try {
    return registrySchema.parse(parseJson(await readFile(file, 'utf8')));
  } catch {
    return { version: 1, entries: [] };
  }
}

/** Signs a result and writes it into the registry, in place of an earlier one of the same model, questions and machine. */
export async function recordQualification(
  file: string,
  qualification: Qualification,
  privateKey: KeyObject,
): Promise<QualificationRegistry> {
  const parsed = qualificationSchema.parse(qualification);
  const entry = { ...parsed, signature: sign(null, toSignedBytes(parsed), privateKey).toString('base64') };
  const others = (await readRegistry(file)).entries.filter((other) => !isSameExamination(other, parsed));
  const registry: QualificationRegistry = { version: 1, entries: [...others, entry] };
  replaceFile(file, `${JSON.stringify(registry, null, 2)}\n`);
  return registry;
}

/** What the registry says about a model. Anything but one signed, passed entry about exactly this leaves it unqualified. */
export function qualificationFor(
  registry: QualificationRegistry,
  question: QualificationQuestion,
): QualificationFinding {
  // Of several entries about the same thing every one must hold: choosing among them would let a failure be outvoted.
  let found: QualificationFinding = { qualified: false, why: 'not-examined' };
  for (const { signature, ...entry } of registry.entries) {
    if (!isSameExamination(entry, question)) continue;
    const isSigned = verify(null, toSignedBytes(entry), question.publicKey, Buffer.from(signature, 'base64'));
    if (!isSigned) return { qualified: false, why: 'signature-invalid' };
    if (!entry.result.passed) return { qualified: false, why: 'not-passed' };
    found = { qualified: true, entry };
  }
  return found;
}

/** {@link qualificationFor} as yes or no. */
export function isQualified(registry: QualificationRegistry, question: QualificationQuestion): boolean {
  return qualificationFor(registry, question).qualified;
}

function isSameExamination(
  entry: Qualification,
  other: Pick<Qualification, 'role' | 'modelSha256' | 'machine'> & {
    readonly examination: { readonly sha256: string };
  },
): boolean {
  return (
    entry.role === other.role &&
    entry.modelSha256 === other.modelSha256 &&
    entry.examination.sha256 === other.examination.sha256 &&
    entry.machine === other.machine
  );
}

function toSignedBytes(qualification: Qualification): Buffer {
  return Buffer.from(SIGNED_AS + (canonicalize(qualification) ?? ''), 'utf8');
}
