import type { CountryCode } from 'libphonenumber-js/max';
import { canonicalValue } from './canonical-value.ts';
import { defaultCountry } from './default-country.ts';
import { defaultDetectors } from './default-detectors.ts';
import type { Candidate, Detector, DetectorOptions } from './detector.ts';
import type { EntityType } from './entity-type.ts';
import { createOperatorIdentifier, type OperatorIdentifier } from './operator-identifier.ts';
import { findBrokenValues, findRewrittenValues } from './rewritten-text.ts';

export interface DetectionOptions {
  readonly detectors?: readonly Detector[];
  /** Numbering plan for telephone numbers without a country code. */
  readonly defaultCountry?: CountryCode;
  /** The operator's own numbers and addresses, in any spelling: nobody's personal data. */
  readonly ours?: readonly string[];
  /** Numbers with a shape of the operator's own, beside the detectors. */
  readonly identifiers?: readonly OperatorIdentifier[];
  /** Kinds that stay in the text. */
  readonly kept?: readonly EntityType[];
}

interface Detection {
  readonly candidates: readonly Candidate[];
  /** False when a detector failed. */
  readonly complete: boolean;
}

export interface CandidateFinder {
  readonly country: CountryCode;
  /** Never throws: what a failed detector would have found is missing, and `complete` is false. */
  find(text: string): Detection;
  /** False for what belongs to the operator, and for kinds that policy keeps. */
  isPersonal(candidate: Candidate, text: string): boolean;
}

/** Runs every detector over readable text, and over what it says in other ways. */
export function createCandidateFinder(options: DetectionOptions = {}): CandidateFinder {
  const { detectors: known = defaultDetectors, defaultCountry: country = defaultCountry, ours = [] } = options;
  const detectors = [...known, ...(options.identifiers ?? []).map(createOperatorIdentifier)];
  const detectorOptions: DetectorOptions = { defaultCountry: country };

  function isPersonal({ type, start, end }: Candidate, text: string): boolean {
    if (options.kept?.includes(type) === true) return false;
    if (ours.length === 0) return true;
    const value = canonicalValue(type, text.slice(start, end), country);
    return !ours.some((own) => canonicalValue(type, own, country) === value);
  }

  function find(text: string): Detection {
    let complete = true;
    function findIn(read: string): readonly Candidate[] {
      const detection = runDetectors(detectors, read, detectorOptions);
      complete &&= detection.complete;
      return detection.candidates;
    }
    const candidates = [...findIn(text), ...findRewrittenValues(text, findIn), ...findBrokenValues(text, findIn)];
    return { candidates: candidates.filter((candidate) => isPersonal(candidate, text)), complete };
  }

  return { country, find, isPersonal };
}

function runDetectors(detectors: readonly Detector[], text: string, options: DetectorOptions): Detection {
  const candidates: Candidate[] = [];
  let complete = true;
  for (const detector of detectors) {
    try {
      candidates.push(...detector.find(text, options));
    } catch {
      complete = false; // The cause may quote the customer, so nothing of it is kept.
    }
  }
  return { candidates, complete };
}
