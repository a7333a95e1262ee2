import type { Receipt } from '../../audit/receipt.ts';
import type { LedgerRecord, OpenTurn, SealContext } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createAnswerWriter, toAnswerText } from './answer-rows.ts';
import { createWriter } from './apply-write.ts';
import { applianceSubject, createFieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createSubjectLookup } from './subject-lookup.ts';

interface WriterPorts {
  readonly database: SqliteDatabase;
  readonly keys: SubjectKeys;
  readonly now: () => Date;
  readonly waitingAhead: SealContext['waitingAhead'];
}

/** Writes inside the transaction somebody else opened; what is personal goes into boxes. */
export function createLedgerWriter({ database, keys, now, waitingAhead }: WriterPorts) {
  const writer = createWriter(database, keys);
  const rememberAnswer = createAnswerWriter(database, keys);
  const boxes = createFieldBoxes(keys);
  const subjects = createSubjectLookup(database);
  const note = database.prepare(
    `INSERT INTO open_turns (conversation, turn, at, question, sentences, answers) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET sentences = excluded.sentences`,
  );
  return {
    write: function writeRecord(record: LedgerRecord<unknown>, receipt: Receipt): unknown {
      const { writes, answer } = record.build({ receipt, waitingAhead });
      for (const write of writes) writer.apply(write);
      const calls = [record.idempotency ?? [], record.alsoAnswers ?? []].flat();
      if (calls.length === 0) return answer;
      const about = subjects.ofEntry(record.entry);
      // The certificate of an erasure is remembered too: nothing personal is in it, and no key of the subject is left.
      const subject = keys.isDestroyed(about) ? applianceSubject : about;
      const text = toAnswerText(answer, writes);
      for (const call of calls) rememberAnswer(call, subject, now(), text);
      return answer;
    },
    noteSentences: function noteSentences({ conversation, turn, at, question, sentences, answers }: OpenTurn): void {
      const subject = subjects.ofConversation(conversation);
      const row = [conversation, turn];
      const asked = boxes.closeText({ subject, field: 'open_turns.question', row }, question);
      const said = boxes.closeText({ subject, field: 'open_turns.sentences', row }, JSON.stringify(sentences));
      note.run(conversation, turn, at, asked, said, JSON.stringify(answers));
    },
  };
}
