import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { toLogName } from './audit/checkpoint.ts';
import { createNoteSigner } from './audit/signed-note.ts';
import { type ErasureList, openErasureList } from './backup/erasure-list.ts';
import type { Store } from './compose-store.ts';
import type { SubjectActs } from './http/http-ports.ts';
import type { AnswerOnce } from './pipeline/answer-once.ts';
import type { Call, ConversationDesk } from './pipeline/appliance.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import type { ConversationLocks } from './pipeline/conversation-locks.ts';
import { idempotencyOf, toActor } from './pipeline/recorded-call.ts';
import { redactionUncertain } from './pipeline/redaction-uncertain.ts';
import { createSubjectDesk, type SubjectDesk } from './pipeline/subjects/subject-desk.ts';
import { inSubjectOrder } from './pipeline/subjects/subject-order.ts';
import type { SubjectRequest } from './pipeline/subjects/subject-ports.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';
import { toBundlePage } from './privacy/bundle-page.ts';
import { parseSignedCertificate } from './privacy/erasure-certificate.ts';
import { openExportFolder } from './privacy/export-folder.ts';
import { openKnownTime } from './privacy/known-time.ts';
import type { ClassifyText } from './redaction/classify-text.ts';
import { toWholeDetection } from './redaction/detection-rules.ts';
import { createTextRedaction } from './redaction/redact-text.ts';
import type { Events } from './telemetry/events.ts';

/** How often the appliance looks for what is older than policy allows; nothing is kept for a day longer. */
const RETENTION_EVERY_MS = 3_600_000;
/** The first look after a start: soon, and not while the appliance still warms up. */
const FIRST_RETENTION_MS = 60_000;

/** The certificates of all erasures, in the data folder. */
export const ERASURES = 'erasures.log';

export interface SubjectParts {
  readonly store: Store;
  readonly data: string;
  readonly locks: ConversationLocks;
  /** The names model, where one is open: without it the words of a reason are read by rules alone. */
  readonly classify?: ClassifyText | undefined;
  /** Of the stages that run on the store; without them nothing of a conversation is in memory. */
  readonly forgetTail?: ((conversation: string) => void) | undefined;
  policy(): PolicySnapshot;
  now(): Date;
}

/** Puts together what customers may ask about their data; before anything of this start is on the record. */
export function createSubjects(parts: SubjectParts): SubjectDesk {
  const { store, data, locks, classify, policy, now } = parts;
  const newUlid = monotonicFactory();
  const signer = createNoteSigner(toLogName(store.signingKey), store.signingKey);
  const list = openErasureList(join(data, ERASURES));
  const desk = createSubjectDesk({
    ledger: store.ledger,
    records: store.records,
    store: store.subjects,
    keys: store.keys,
    exports: openExportFolder(exportsOf(data)),
    locks,
    knownTime: openKnownTime(join(data, 'retention.json'), latestOf(store) ?? now()),
    forgetTail: parts.forgetTail ?? (() => undefined),
    classes: () => policy().files.privacy.classes,
    redact: async (text) => {
      const redactText = createTextRedaction({ ...toWholeDetection(policy().files.privacy), classify });
      const { redacted, complete } = await redactText(text);
      if (!complete) throw redactionUncertain();
      return redacted;
    },
    onCertified: (note) => list.add([note]),
    sign: (text) => signer.sign(text),
    now,
    newId: (prefix) => `${prefix}_${newUlid(now().getTime())}`,
  });
  return listErasures(desk, store, list);
}

/** Keeps every certificate in a file of its own too: it outlives the store, and a restore erases by it again. */
function listErasures(desk: SubjectDesk, store: Pick<Store, 'subjects'>, list: ErasureList): SubjectDesk {
  return {
    ...desk,
    erase: async (reference, request) => {
      const signed = await desk.erase(reference, request);
      list.add([signed.note]);
      return signed;
    },
    resume: async () => {
      const count = await desk.resume();
      list.add(store.subjects.certificates().map((text) => parseSignedCertificate(text).note));
      return count;
    },
  };
}

/** What a stop left to do about erasures, before anybody is let in. What cannot be done now is tried again every hour. */
export async function finishErasures(desk: SubjectDesk, events: Pick<Events, 'faultCaught'>): Promise<void> {
  try {
    await desk.resume();
    await desk.rewriteAwaited();
  } catch (error) {
    events.faultCaught({ code: 'erasure-unfinished', error });
  }
}

/** Starts conversations before or after an erasure of their customer, never during one: what it erases is over then. */
export function startInOrder(
  desk: ConversationDesk,
  { store, locks }: Pick<SubjectParts, 'store' | 'locks'>,
): ConversationDesk {
  return {
    ...desk,
    start: (input, call) => {
      if (input.customer === null) return desk.start(input, call);
      const subject = store.keys.subjectOf(input.customer.ref);
      return inSubjectOrder(locks, subject, async () => {
        if (store.subjects.findErasure(subject) === undefined) return desk.start(input, call);
        throw new ApplianceError('not-allowed-now', 'This customer is being erased; try again later');
      });
    },
  };
}

/** When the last thing was put on the record: for a store that never noted a time of its own. */
function latestOf({ log }: Pick<Store, 'log'>): Date | undefined {
  const at = log.entry(log.size - 1)?.entry.at;
  return at === undefined ? undefined : new Date(at);
}

/** Where copies for customers lie. */
function exportsOf(data: string): string {
  return join(data, 'exports');
}

/** The desk as the HTTP side calls it: repeats are answered from the record, an export is read anew. */
export function toSubjectActs(desk: SubjectDesk, answerOnce: AnswerOnce): SubjectActs {
  const once = <T>(call: Call, act: (request: SubjectRequest) => Promise<T>): Promise<T> =>
    answerOnce(call, () => act({ by: toActor(call), repeat: idempotencyOf(call) }));
  return {
    export: async (reference, call) => {
      const bundle = await desk.export(reference, { by: toActor(call), repeat: null });
      return { bundle, page: toBundlePage(bundle) };
    },
    erase: (reference, call) => once(call, (request) => desk.erase(reference, request)),
    hold: (reference, reason, call) => once(call, (request) => desk.hold(reference, reason, request)),
    release: (reference, call) => once(call, (request) => desk.release(reference, request)),
    correct: (reference, statement, call) => once(call, (request) => desk.correct(reference, statement, request)),
    retain: (wish, call) => desk.retain({ by: toActor(call), ...wish }),
  };
}

/** Looks every hour for what is older than policy allows; answers how to stop. */
export function keepRetention(desk: SubjectDesk, events: Pick<Events, 'faultCaught'>): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const report = (error: unknown): void => events.faultCaught({ code: 'retention-failed', error });
  const run = (): void => {
    // An erasure that cannot be finished keeps nothing else from being deleted.
    const resumed = desk.resume().catch(report);
    running = resumed
      .then(() => desk.retain({ by: { role: 'appliance', key: 'retention' }, dryRun: false, clockIsRight: false }))
      .catch(report);
  };
  const first = setTimeout(run, FIRST_RETENTION_MS).unref();
  const timer = setInterval(run, RETENTION_EVERY_MS).unref();
  return async () => {
    clearTimeout(first);
    clearInterval(timer);
    await running;
  };
}
