import type { Hold } from '../../privacy/subject-store.ts';
import { getSubject, namesOf } from './find-subject.ts';
import { inSubjectOrder } from './subject-order.ts';
import type { SubjectPorts, SubjectRequest } from './subject-ports.ts';

/** Whether a subject's data may be deleted, and since when not. */
export interface HoldView {
  readonly subject: string;
  readonly held: Pick<Hold, 'at' | 'by' | 'reason'> | null;
}

/**
 * Keeps a subject's data from every erasure and purge until the hold is released, and with it every conversation that was or
 * will be proven to be theirs; a subject on hold stays as it is.
 *
 * @throws {ApplianceError} `subject-not-found`, and the codes of the ledger
 */
export async function holdSubject(
  ports: SubjectPorts,
  { reference, reason }: { readonly reference: string; readonly reason: string },
  request: SubjectRequest,
): Promise<HoldView> {
  const unrepeated = { ...request, repeat: null };
  for (const name of namesBeside(ports, reference)) {
    await inSubjectOrder(ports.locks, name, () => placeHold(ports, { subject: name, reason }, unrepeated));
  }
  return inSubjectOrder(ports.locks, getSubject(ports, reference), () =>
    // Read again: an erasure may have been first.
    placeHold(ports, { subject: getSubject(ports, reference), reason }, request),
  );
}

/** Lets a subject's data be deleted again. @throws as {@link holdSubject} */
export async function releaseSubject(
  ports: SubjectPorts,
  reference: string,
  request: SubjectRequest,
): Promise<HoldView> {
  const unrepeated = { ...request, repeat: null };
  for (const name of namesBeside(ports, reference)) {
    await inSubjectOrder(ports.locks, name, () => endHold(ports, name, unrepeated));
  }
  return inSubjectOrder(ports.locks, getSubject(ports, reference), () =>
    endHold(ports, getSubject(ports, reference), request),
  );
}

/** Other names of the same reference that conversations were proven under. */
function namesBeside(ports: SubjectPorts, reference: string): readonly string[] {
  const subject = getSubject(ports, reference);
  return namesOf(ports, reference).filter((name) => name !== subject && ports.store.linkedTo([name]).length > 0);
}

async function placeHold(
  { store, ledger, now, redact }: SubjectPorts,
  { subject, reason }: { readonly subject: string; readonly reason: string },
  { by, repeat }: SubjectRequest,
): Promise<HoldView> {
  const present = ownHold(store.holdsOn(subject), subject);
  if (present) return toView(subject, present);
  const at = now().toISOString();
  const hold: Hold = { subject, at, by, reason: await redact(reason) };
  return ledger.commit<HoldView>({
    entry: { v: 2, at, actor: by, subject, kind: 'subject-held', reason: await redact(reason) },
    expects: null,
    idempotency: repeat,
    build: () => ({ writes: [{ kind: 'privacy', change: { kind: 'held', hold } }], answer: toView(subject, hold) }),
  });
}

async function endHold(
  { store, ledger, now }: SubjectPorts,
  subject: string,
  { by, repeat }: SubjectRequest,
): Promise<HoldView> {
  const holds = store.holdsOn(subject);
  // Whom the customer proved to be may be on hold too, and only their own release ends that.
  const view = toView(
    subject,
    holds.find((hold) => hold.subject !== subject),
  );
  if (ownHold(holds, subject) === undefined) return view;
  return ledger.commit<HoldView>({
    entry: { v: 2, at: now().toISOString(), actor: by, subject, kind: 'subject-released' },
    expects: null,
    idempotency: repeat,
    build: () => ({ writes: [{ kind: 'privacy', change: { kind: 'released', subject } }], answer: view }),
  });
}

function ownHold(holds: readonly Hold[], subject: string): Hold | undefined {
  return holds.find((hold) => hold.subject === subject);
}

function toView(subject: string, hold: Hold | undefined): HoldView {
  return { subject, held: hold ? { at: hold.at, by: hold.by, reason: hold.reason } : null };
}
