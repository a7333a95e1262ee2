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
import { getSubject, linkedTo, namesOf } from './find-subject.ts';
import { inAllOrders, inSubjectOrder, subjectLock } from './subject-order.ts';
import type { SubjectPorts, SubjectRequest } from './subject-ports.ts';

/**
 * Erases a subject everywhere, with every other one whose customer proved to be this one, and answers its certificate; each
 * has one of its own. Every step may be repeated, so an erasure that a crash cut off goes on at the next start, and one that
 * is asked for again answers the certificate of the first.
 *
 * @throws {ApplianceError} `subject-not-found`, `subject-held`, `overloaded` while another program reads the files, and the
 * codes of the ledger
 */
export async function eraseSubject(
  ports: SubjectPorts,
  reference: string,
  request: SubjectRequest,
): Promise<SignedCertificate> {
  const { store, locks } = ports;
  const erased = findCertificate(ports, reference);
  if (erased !== undefined) return erased;
  // Of one that is under way the rows may be gone already.
  const begun = namesOf(ports, reference).find((name) => store.findErasure(name) !== undefined);
  const subject = begun ?? getSubject(ports, reference);
  const linked = linkedTo(ports, reference, subject);
  return inAllOrders(locks, [subject, ...linked].map(subjectLock).sort(), async () => {
    // Somebody may have erased them while this call waited.
    const left = linked.filter((one) => isLeft(store, one));
    refuseHeld(ports, [subject, ...left]);
    const done = findCertificate(ports, reference);
    if (done !== undefined) return done;
    if (!isLeft(store, subject)) throw new ApplianceError('subject-not-found', 'There is no such subject');
    return eraseTogether(ports, { subject, linked: left }, request);
  });
}

function isLeft(store: SubjectPorts['store'], subject: string): boolean {
  return store.isKnown(subject) || store.findErasure(subject) !== undefined;
}

function refuseHeld({ store }: SubjectPorts, subjects: readonly string[]): void {
  if (subjects.every((one) => store.holdsOn(one).length === 0)) return;
  throw new ApplianceError('subject-held', 'The data of this subject is on hold; release the hold first');
}

/** Goes on with what a stop of the process, or a fault, left unfinished. */
export async function resumeErasures(ports: SubjectPorts): Promise<number> {
  const { store, locks } = ports;
  const open = store.erasuresUnderWay();
  for (const { subject } of open) {
    await inSubjectOrder(locks, subject, async () => {
      // A hold that came in between keeps what is still there.
      if (store.findErasure(subject) && store.holdsOn(subject).length === 0)
        await eraseTogether(ports, { subject, linked: [] }, { by: serverActor, repeat: null });
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

interface Together {
  readonly subject: string;
  readonly linked: readonly string[];
}

/** All are on the record before the first is touched: whatever cuts this off, each goes on by itself at the next start. */
async function eraseTogether(
  ports: SubjectPorts,
  { subject, linked }: Together,
  request: SubjectRequest,
): Promise<SignedCertificate> {
  const { store } = ports;
  const unrepeated = { ...request, repeat: null };
  const begun: Erasure[] = [];
  for (const one of [...linked, subject]) begun.push(store.findErasure(one) ?? (await begin(ports, one, request)));
  for (const erasure of begun) await wipe(ports, erasure, request);
  if (await store.rewrite({ atAnySize: false })) for (const { id } of begun) store.noteRewritten(id);
  for (const one of linked) await certify(ports, getErasure(ports, begun, one), unrepeated);
  return certify(ports, getErasure(ports, begun, subject), request);
}

/** As it stands by now. */
function getErasure({ store }: SubjectPorts, begun: readonly Erasure[], subject: string): Erasure {
  const erasure = store.findErasure(subject) ?? begun.find((one) => one.subject === subject);
  if (erasure === undefined) throw new ApplianceError('store-failed', 'An erasure under way is not there any more');
  return erasure;
}

/** Leaves nothing of a subject but the erasure itself. */
async function wipe(ports: SubjectPorts, erasure: Erasure, { by }: SubjectRequest): Promise<void> {
  const { store, keys, locks, exports } = ports;
  const { subject } = erasure;
  const conversations = store.conversationsOf(subject);
  await inAllOrders(locks, conversations, async () => {
    // Running conversations end first: whoever waits to write into one finds it closed, and then gone.
    for (const one of conversations) await endConversation(ports, one, { by, cause: 'erasure' });
    // From here on nothing sealed of the subject can be read, whatever the next steps meet.
    keys.destroyKey(subject);
    // Copies for whom the customer proved to be hold this subject's data too; the rows go last, because they say who that is.
    for (const one of [subject, ...store.customersOf(subject)]) exports.remove(one);
    store.deleteSubject(erasure);
  });
}

/** Certificate and log entry are one commit: there is none without the other. */
async function certify(
  { ledger, sign, now, onCertified }: SubjectPorts,
  erasure: Erasure,
  { by, repeat }: SubjectRequest,
): Promise<SignedCertificate> {
  const { id, subject, records } = erasure;
  const erasedAt = now().toISOString();
  const entry: LogEntry = { v: 2, at: erasedAt, actor: by, subject, kind: 'subject-erased', erasure: id, records };
  const signed = await ledger.commit<SignedCertificate>({
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
  onCertified(signed.note);
  return signed;
}
