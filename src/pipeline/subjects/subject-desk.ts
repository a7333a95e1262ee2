import type { SignedCertificate } from '../../privacy/erasure-certificate.ts';
import type { SubjectBundle } from '../../privacy/subject-bundle.ts';
import { findJump } from './believe-clock.ts';
import { type CorrectionView, correctSubject } from './correct-subject.ts';
import { eraseSubject, resumeErasures, rewriteAwaited } from './erase-subject.ts';
import { exportSubject } from './export-subject.ts';
import { type HoldView, holdSubject, releaseSubject } from './hold-subject.ts';
import { type RetentionReport, runRetention } from './run-retention.ts';
import type { RetentionRequest, SubjectPorts, SubjectRequest } from './subject-ports.ts';

/**
 * What customers may ask about their data (GDPR Art. 15–18, 20), done by whoever runs the appliance. A subject is named by
 * the reference its conversations were started with, an anonymous one by the id of its conversation, either by pseudonym.
 *
 * Every method throws {@link ApplianceError} alone; a subject of whom nothing is stored is `subject-not-found`.
 */
export interface SubjectDesk {
  export(reference: string, request: SubjectRequest): Promise<SubjectBundle>;
  /** @throws {ApplianceError} `subject-held` */
  erase(reference: string, request: SubjectRequest): Promise<SignedCertificate>;
  hold(reference: string, reason: string, request: SubjectRequest): Promise<HoldView>;
  release(reference: string, request: SubjectRequest): Promise<HoldView>;
  correct(reference: string, statement: string, request: SubjectRequest): Promise<CorrectionView>;
  retain(request: RetentionRequest): Promise<RetentionReport>;
  /** Nothing is deleted, because the clock jumped ahead and nobody said that it is right. */
  isRetentionHeld(): boolean;
  /** Goes on with erasures that were cut off; answers how many. */
  resume(): Promise<number>;
  /** As {@link rewriteAwaited}: before anybody is let in. */
  rewriteAwaited(): Promise<boolean>;
}

export function createSubjectDesk(ports: SubjectPorts): SubjectDesk {
  return {
    export: (reference, request) => exportSubject(ports, reference, request),
    erase: (reference, request) => eraseSubject(ports, reference, request),
    hold: (reference, reason, request) => holdSubject(ports, { reference, reason }, request),
    release: (reference, request) => releaseSubject(ports, reference, request),
    correct: (reference, statement, request) => correctSubject(ports, { reference, statement }, request),
    retain: (request) => runRetention(ports, request),
    isRetentionHeld: () => findJump(ports) !== null,
    resume: () => resumeErasures(ports),
    rewriteAwaited: () => rewriteAwaited(ports),
  };
}
