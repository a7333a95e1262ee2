import type { LogEntry } from '../../audit/entry-format.ts';
import {
  parseSignedCertificate,
  type SignedCertificate,
  toCertificate,
  toCertificateText,
} from '../../privacy/erasure-certificate.ts';
import type { Erasure } from '../../privacy/subject-store.ts';
import { ApplianceError } from '../appliance-error.ts';
import { serverActor } from '../recorded-call.ts';
import { endConversation } from './end-conversation.ts';
import { getSubject, namesOf } from './find-subject.ts';
import { inAllOrders, inSubjectOrder } from './subject-order.ts';
import type { SubjectPorts, SubjectRequest } from './subject-ports.ts';

/**
 * Erases a subject everywhere and answers the certificate. Every step may be repeated, so an erasure that a crash cut off
 * goes on at the next start, and one that is asked for again answers the certificate of the first.
 *
 * @throws {ApplianceError} `subject-not-found`, `subject-held`, and the codes of the ledger
 */
export async function eraseSubject(
  ports: SubjectPorts,
  reference: string,
  request: SubjectRequest,
): Promise<SignedCertificate> {
  const erased = findCertificate(ports, reference);
  if (erased !== undefined) return erased;
  const subject = getSubject(ports, reference);
  return inSubjectOrder(ports.locks, subject, async () => {
    if (ports.store.findHold(subject)) {
      throw new ApplianceError('subject-held', 'The data of this subject is on hold; release the hold first');
    }
    // Somebody may have erased it while this call waited.
    const done = findCertificate(ports, reference);
    return done ?? finish(ports, ports.store.findErasure(subject) ?? (await begin(ports, subject, request)), request);
  });
}

/** Goes on with what a stop of the process, or a fault, left unfinished. */
export async function resumeErasures(ports: SubjectPorts): Promise<number> {
  const open = ports.store.erasuresUnderWay();
  for (const erasure of open) {
    await inSubjectOrder(ports.locks, erasure.subject, async () => {
      const present = ports.store.findErasure(erasure.subject);
      // A hold that came in between keeps what is still there.
      if (present && !ports.store.findHold(erasure.subject))
        await finish(ports, present, { by: serverActor, repeat: null });
    });
  }
  return open.length;
}

/**
 * Writes the pages of a store anew that was too large for that while others waited, after an erasure, a purge or facts that
 * were forgotten; called before anybody is let in.
 *
 * @returns whether that was done
 */
export async function rewriteAwaited({ ledger, store, now }: SubjectPorts): Promise<boolean> {
  const awaiting = store.awaitingRewrite();
  if (awaiting.length === 0 && !store.isRewriteDue()) return false;
  if (!(await store.rewrite({ atAnySize: true }))) return false;
  const entry: LogEntry = {
    v: 2,
    at: now().toISOString(),
    actor: serverActor,
    kind: 'admin-act',
    act: 'store-rewritten',
  };
  await ledger.commit({ entry, expects: null, idempotency: null, build: () => ({ writes: [], answer: null }) });
  for (const erasure of awaiting) store.noteRewritten(erasure);
  return true;
}

/** The certificate of a subject of whom nothing is left. */
function findCertificate(ports: SubjectPorts, reference: string): SignedCertificate | undefined {
  const { store } = ports;
  const names = namesOf(ports, reference);
  // Somebody who came back is known under a later name, and that one is still to be erased.
  if (names.some((subject) => store.isKnown(subject) || store.findErasure(subject))) return undefined;
  const stored = names.map((subject) => store.findCertificate(subject)).find((one) => one !== undefined);
  return stored === undefined ? undefined : parseSignedCertificate(stored);
}

/** On the record before anything is touched. */
async function begin({ ledger, store, keys, now, newId }: SubjectPorts, subject: string, { by }: SubjectRequest) {
  const at = now().toISOString();
  const id = newId('e');
  const erasure = { id, subject, at, by, hadKey: keys.findKey(subject) !== undefined };
  await ledger.commit({
    entry: { v: 2, at, actor: by, subject, kind: 'erasure-requested', erasure: id },
    expects: null,
    idempotency: null,
    build: () => ({ writes: [{ kind: 'privacy', change: { kind: 'erasure-requested', erasure } }], answer: null }),
  });
  return store.findErasure(subject) ?? { ...erasure, records: {}, rewritten: false };
}

function finish(ports: SubjectPorts, erasure: Erasure, request: SubjectRequest): Promise<SignedCertificate> {
  const { store, keys, locks, exports } = ports;
  const { subject } = erasure;
  const conversations = store.conversationsOf(subject);
  return inAllOrders(locks, conversations, async () => {
    // Running conversations end first: whoever waits to write into one finds it closed, and then gone.
    for (const one of conversations) await endConversation(ports, one, { by: request.by, cause: 'erasure' });
    // From here on nothing sealed of the subject can be read, whatever the next steps meet.
    keys.destroyKey(subject);
    store.deleteSubject(erasure);
    exports.remove(subject);
    if (await store.rewrite({ atAnySize: false })) store.noteRewritten(erasure.id);
    return certify(ports, store.findErasure(subject) ?? erasure, request);
  });
}

/** Certificate and log entry are one commit: there is none without the other. */
async function certify(
  { ledger, sign, now }: SubjectPorts,
  erasure: Erasure,
  { by, repeat }: SubjectRequest,
): Promise<SignedCertificate> {
  const { id, subject, records } = erasure;
  const erasedAt = now().toISOString();
  const entry: LogEntry = { v: 2, at: erasedAt, actor: by, subject, kind: 'subject-erased', erasure: id, records };
  return ledger.commit<SignedCertificate>({
    entry,
    expects: null,
    idempotency: repeat,
    build: ({ receipt: { index, leaf, checkpoint } }) => {
      const certificate = toCertificate(erasure, { erasedAt, log: { index, leaf, checkpoint } });
      const answer = { certificate, note: sign(toCertificateText(certificate)) };
      const change = { kind: 'erasure-certified', id, certificate: JSON.stringify(answer) } as const;
      return { writes: [{ kind: 'privacy', change }], answer };
    },
  });
}
