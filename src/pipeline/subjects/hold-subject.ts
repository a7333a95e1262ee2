import type { Hold } from '../../privacy/subject-store.ts';
import { getSubject } from './find-subject.ts';
import { inSubjectOrder } from './subject-order.ts';
import type { SubjectPorts, SubjectRequest } from './subject-ports.ts';

/** Whether a subject's data may be deleted, and since when not. */
export interface HoldView {
  readonly subject: string;
  readonly held: Pick<Hold, 'at' | 'by' | 'reason'> | null;
}

/**
 * Keeps a subject's data from every erasure and purge until the hold is released; a subject on hold stays as it is.
 *
 * @throws {ApplianceError} `subject-not-found`, and the codes of the ledger
 */
export function holdSubject(
  ports: SubjectPorts,
  { reference, reason }: { readonly reference: string; readonly reason: string },
  { by, repeat }: SubjectRequest,
): Promise<HoldView> {
  return inSubjectOrder(ports.locks, getSubject(ports, reference), async () => {
    // Read again: an erasure may have been first.
    const subject = getSubject(ports, reference);
    const present = ports.store.findHold(subject);
    if (present) return toView(subject, present);
    const at = ports.now().toISOString();
    const hold: Hold = { subject, at, by, reason: await ports.redact(reason) };
    return ports.ledger.commit<HoldView>({
      entry: { v: 2, at, actor: by, subject, kind: 'subject-held', reason: await ports.redact(reason) },
      expects: null,
      idempotency: repeat,
      build: () => ({ writes: [{ kind: 'privacy', change: { kind: 'held', hold } }], answer: toView(subject, hold) }),
    });
  });
}

/** Lets a subject's data be deleted again. @throws as {@link holdSubject} */
export function releaseSubject(
  ports: SubjectPorts,
  reference: string,
  { by, repeat }: SubjectRequest,
): Promise<HoldView> {
  return inSubjectOrder(ports.locks, getSubject(ports, reference), async () => {
    const subject = getSubject(ports, reference);
    const view: HoldView = { subject, held: null };
    if (ports.store.findHold(subject) === undefined) return view;
    return ports.ledger.commit<HoldView>({
      entry: { v: 2, at: ports.now().toISOString(), actor: by, subject, kind: 'subject-released' },
      expects: null,
      idempotency: repeat,
      build: () => ({ writes: [{ kind: 'privacy', change: { kind: 'released', subject } }], answer: view }),
    });
  });
}

function toView(subject: string, { at, by, reason }: Hold): HoldView {
  return { subject, held: { at, by, reason } };
}
