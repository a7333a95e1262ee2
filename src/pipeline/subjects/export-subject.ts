import { keptUntil, type SubjectBundle, toBundleClasses } from '../../privacy/subject-bundle.ts';
import type { SubjectRow, SubjectStore } from '../../privacy/subject-store.ts';
import { restorePlaceholders } from '../../redaction/restore.ts';
import { getSubject, linkedTo } from './find-subject.ts';
import type { SubjectPorts, SubjectRequest } from './subject-ports.ts';

/**
 * Everything stored about a subject, in their own words, conversations they proved to be theirs among it; that it was read is
 * on the record of each subject before it is shown.
 *
 * @throws {ApplianceError} `subject-not-found`, and the codes of the ledger
 */
export async function exportSubject(
  ports: SubjectPorts,
  reference: string,
  { by }: SubjectRequest,
): Promise<SubjectBundle> {
  const subject = getSubject(ports, reference);
  const exportedAt = ports.now().toISOString();
  const linked = linkedTo(ports, reference, subject);
  for (const one of [...linked, subject]) {
    await ports.ledger.commit({
      entry: { v: 2, at: exportedAt, actor: by, subject: one, kind: 'subject-exported' },
      expects: null,
      // The answer is personal: it is remembered nowhere, and a repeat reads anew.
      idempotency: null,
      build: () => ({ writes: [], answer: null }),
    });
  }
  const { store } = ports;
  const records = rowsOfAll(store, [subject, ...linked]);
  const [hold] = store.holdsOn(subject);
  const conversations = await Promise.all(
    (records.conversations ?? []).map(async ({ id, started_at: startedAt, basis, channel }) => ({
      id: String(id),
      startedAt: String(startedAt),
      keptUntil: keptUntil(String(startedAt), ports.classes().conversation.keepDays),
      basis: String(basis),
      channel: String(channel),
      transcript: await transcriptOf(ports, String(id)),
    })),
  );
  return {
    format: 'confidant.subject/v1',
    subject,
    exportedAt,
    held: hold ? { at: hold.at, reason: hold.reason } : null,
    classes: toBundleClasses(ports.classes(), records),
    conversations,
    records,
  };
}

/** Rows of each table, subject by subject. */
function rowsOfAll(store: SubjectStore, subjects: readonly string[]): SubjectBundle['records'] {
  const rows = new Map<string, readonly SubjectRow[]>();
  for (const subject of subjects) {
    for (const [table, own] of Object.entries(store.rowsOf(subject))) {
      rows.set(table, [...(rows.get(table) ?? []), ...own]);
    }
  }
  return Object.fromEntries(rows);
}

async function transcriptOf({ records }: SubjectPorts, conversation: string) {
  const known = await records.knownValues(conversation);
  const lines = await records.transcript(conversation);
  return lines.map(({ at, from, text }) => ({ at, from, text: restorePlaceholders(text, known) }));
}
