import { verifyCheckpoint } from '../audit/checkpoint-verifier.ts';
import type { CosignatureStore, KeptCosignature } from '../audit/cosignature-store.ts';
import type { CosignatureVerifier } from '../audit/cosignature-verifier.ts';
import {
  isVerifierKeyLine,
  parseSignedNote,
  parseVerifierKey,
  type SignedNote,
  toSignatureLine,
} from '../audit/note-verifier.ts';
import type { Call } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import { idempotencyOf, toActor } from './recorded-call.ts';
import type { Stages } from './stages.ts';

/** The checkpoint that is witnessed, and by whom of those in the note. */
export interface WitnessedView {
  readonly size: number;
  readonly witnesses: readonly string[];
}

/**
 * Keeps what witnesses outside say of a checkpoint; what is kept already is not kept again.
 *
 * @throws {ApplianceError} `checkpoint-unknown`, `witness-unknown`, `cosignature-invalid`, `idempotency-mismatch`,
 *   `store-full`, `store-failed`
 */
export type WitnessCheckpoint = (note: string, call: Call) => Promise<WitnessedView>;

export interface WitnessCheckpointPorts {
  readonly stages: Pick<Stages, 'ledger' | 'now'>;
  /** Of this log. */
  readonly vkey: string;
  /** Those the operator trusts. */
  readonly witnesses: readonly CosignatureVerifier[];
  readonly store: CosignatureStore;
}

export function createWitnessCheckpoint(ports: WitnessCheckpointPorts): WitnessCheckpoint {
  let line: Promise<unknown> = Promise.resolve();
  return async function witnessCheckpoint(text, call) {
    const note = readOwnNote(text, ports);
    const cosigned = readCosignatures(note, ports);
    // One after the other: of two calls with the same line, the second finds it kept.
    const turn = (): Promise<void> => keep(cosigned, call, ports);
    const kept = line.then(turn, turn);
    line = kept;
    await kept;
    return { size: note.size, witnesses: cosigned.map(({ name }) => name) };
  };
}

interface Cosigned extends KeptCosignature {
  readonly size: number;
  readonly name: string;
}

/** The note, where this log signed its text and has stored it: anything else is text somebody sent. */
function readOwnNote(text: string, { vkey, store }: WitnessCheckpointPorts): SignedNote & { readonly size: number } {
  const verdict = verifyCheckpoint(text, vkey);
  const stored = verdict.kind === 'verified' ? store.findCheckpoint(verdict.checkpoint.size) : undefined;
  if (
    verdict.kind === 'refused' ||
    stored === undefined ||
    parseSignedNote(stored).text !== parseSignedNote(text).text
  ) {
    throw new ApplianceError('checkpoint-unknown', 'The note is no checkpoint this log has signed');
  }
  return { ...parseSignedNote(text), size: verdict.checkpoint.size };
}

function readCosignatures(
  note: SignedNote & { readonly size: number },
  { vkey, witnesses }: WitnessCheckpointPorts,
): readonly Cosigned[] {
  const own = parseVerifierKey(vkey);
  const lines = note.signatures.filter((line) => !isVerifierKeyLine(own, line));
  if (lines.some((line) => !witnesses.some((witness) => witness.isOwn(line)))) {
    throw new ApplianceError('witness-unknown', 'A line is by nobody among the "witnesses" of confidant.yaml');
  }
  const named = witnesses.filter((witness) => lines.some(witness.isOwn));
  if (named.length === 0) throw new ApplianceError('cosignature-invalid', 'The note has no cosignature');
  return named.map((witness) => {
    const verdict = witness.verify(note);
    if (verdict.kind === 'refused') {
      throw new ApplianceError('cosignature-invalid', 'A cosignature is not by the key of its witness over this text');
    }
    const { time, line } = verdict.cosignature;
    return { size: note.size, name: witness.name, witness: witness.id, time, line: toSignatureLine(line) };
  });
}

async function keep(
  cosigned: readonly Cosigned[],
  call: Call,
  { stages, store }: WitnessCheckpointPorts,
): Promise<void> {
  const fresh = cosigned.filter(({ size, witness }) => !store.has(size, witness));
  const [first] = fresh;
  if (first === undefined) return;
  const at = stages.now();
  await stages.ledger.commit({
    entry: {
      v: 2,
      at: at.toISOString(),
      actor: toActor(call),
      kind: 'checkpoint-witnessed',
      size: first.size,
      witnesses: fresh.map(({ name, time }) => ({ name, time })),
    },
    expects: null,
    idempotency: idempotencyOf(call),
    build: () => ({
      writes: [{ kind: 'cosignatures', change: { size: first.size, cosignatures: fresh, at } }],
      answer: null,
    }),
  });
}
