import type { CountryCode } from 'libphonenumber-js/max';
import type { EntityType } from './entity-type.ts';

/** What a finding rests on, strongest first: arithmetic, words around it, its shape alone, what a model learnt. */
export const proofs = ['checksum', 'context', 'pattern', 'model'] as const;
type Proof = (typeof proofs)[number];

/** A piece of text that may be personal data; offsets are UTF-16 code units of the readable text, `end` exclusive. */
export interface Candidate {
  readonly type: EntityType;
  readonly start: number;
  readonly end: number;
  /** 0–1: how sure the detector is. Decides only between findings of equal proof and length. */
  readonly score: number;
  readonly source: `${Proof}:${string}`;
}

export interface DetectorOptions {
  /** Country whose numbering plan a telephone number without a country code is read in. */
  readonly defaultCountry: CountryCode;
}

/**
 * Finds one kind of personal data.
 *
 * - `find` gets readable text (`readable-text.ts`): ASCII digits, plain spaces and dashes, nothing invisible.
 * - Findings may overlap; `resolve-overlaps.ts` decides.
 * - Time grows linearly with the text, whatever the text: held by `detectors/linear-time.test.ts`.
 */
export interface Detector {
  readonly id: string;
  find(text: string, options: DetectorOptions): readonly Candidate[];
}
