import type { CheckpointVerifier } from './checkpoint-verifier.ts';
import type { CheckpointCheck } from './checkpoint-walk.ts';
import { createCosignatureVerifier } from './cosignature-verifier.ts';
import { parseSignedNote } from './note-verifier.ts';

/** Checks cosigned checkpoints by the keys somebody trusts; lines of others say nothing. */
export interface WitnessCheck {
  /** Refuses what the log did not sign, and what names a trusted witness and is not by it. */
  readonly verify: CheckpointVerifier;
  /** A witness who was named and signed nothing is a finding: its silence must not pass for consent. */
  finish(): void;
}

/** @throws {AuditError} `key-malformed` */
export function createWitnessCheck(vkeys: readonly string[], { verify, findings }: CheckpointCheck): WitnessCheck {
  const witnesses = vkeys.map(createCosignatureVerifier);
  const seen = new Set<string>();
  return {
    verify: function verifyCosigned(text) {
      const verdict = verify(text);
      if (verdict.kind === 'refused') return verdict;
      const note = parseSignedNote(text);
      for (const witness of witnesses) {
        const cosigned = witness.verify(note);
        if (cosigned.kind === 'verified') seen.add(witness.id);
        else if (cosigned.code === 'cosignature-invalid') return cosigned;
      }
      return verdict;
    },
    finish() {
      for (const { id, name } of witnesses) {
        if (!seen.has(id)) findings.add('cosignature-missing', `No checkpoint is cosigned by "${name}"`);
      }
    },
  };
}
