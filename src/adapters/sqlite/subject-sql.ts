import type { Owner, TableUse } from '../../privacy/table-use.ts';

/** Conversations of the subject in parameter `:subject`. */
const ofSubject = 'SELECT id FROM conversations WHERE subject = :subject';
const ofHeld = 'SELECT id FROM conversations WHERE subject IN (SELECT subject FROM held_subjects)';

/** Rows of a subject. */
export function whereSubject(owner: Owner): string {
  if (owner.subject !== undefined) return `${owner.subject} = :subject`;
  const inEntry = `json_extract(${owner.entry}, '$.subject')`;
  // Said twice, because the index over it leaves out entries that name no subject.
  const named = owner.entry === undefined ? '' : ` OR (${inEntry} IS NOT NULL AND ${inEntry} = :subject)`;
  return `(${owner.conversation} IN (${ofSubject})${named})`;
}

/** Rows of conversations that the present transaction deletes; null for tables that go by subject alone. */
export function whereLeaving(owner: Owner): string | null {
  const leaving = 'IN (SELECT conversation FROM leaving_conversations)';
  if (owner.conversation !== undefined) return `${owner.conversation} ${leaving}`;
  const { logIndex } = owner;
  return logIndex === undefined ? null : `${logIndex} IN (SELECT idx FROM log_entries WHERE conversation ${leaving})`;
}

/** Rows older than `:before` of subjects without a hold. */
export function whereOld({ agedBy, owner }: TableUse): string {
  const old =
    agedBy === 'conversation'
      ? 'conversation IN (SELECT id FROM conversations WHERE started_at < :before)'
      : `${agedBy} < :before`;
  if (owner === null) return old;
  const held =
    owner.subject === undefined
      ? `${owner.conversation} IN (${ofHeld})`
      : `${owner.subject} IN (SELECT subject FROM held_subjects)`;
  // An answer that names no conversation belongs to nobody: NULL is "not held".
  return `${old} AND coalesce(${held}, 0) = 0`;
}
