import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createFieldBoxes } from './field-boxes.ts';
import type { HandoverRow, ReplyRow, TurnRow } from './record-rows.ts';

/** Rows as they stand in their tables, with the subject of their conversation. */
export interface BoxedTurnRow extends Omit<TurnRow, 'question' | 'view'> {
  readonly subject: string;
  readonly question: Buffer;
  readonly view: Buffer;
}

export interface BoxedReplyRow extends Omit<ReplyRow, 'text'> {
  readonly id: string;
  readonly subject: string;
  readonly text: Buffer;
}

export interface BoxedHandoverRow extends Omit<HandoverRow, 'body' | 'resolution'> {
  readonly subject: string;
  readonly body: Buffer;
  readonly resolution: Buffer | null;
}

export interface BoxedOpenTurnRow {
  readonly conversation: string;
  readonly turn: number;
  readonly at: string;
  readonly subject: string;
  readonly question: Buffer;
  readonly sentences: Buffer;
  readonly answers: string;
}

export interface BoxedValueRow {
  readonly placeholder: string;
  readonly subject: string;
  readonly type: string;
  readonly box: Buffer;
}

/** Opens the boxes of rows; what stood in them is null once the key of the subject was destroyed. */
export function createRowOpener(keys: SubjectKeys) {
  const boxes = createFieldBoxes(keys);
  return {
    turn: function openTurnRow({ subject, question, view, ...row }: BoxedTurnRow): TurnRow {
      const place = { subject, row: [row.conversation, row.turn] };
      const opened = boxes.openText({ ...place, field: 'turns.view' }, view) ?? null;
      return {
        ...row,
        question: boxes.openText({ ...place, field: 'turns.question' }, question) ?? null,
        view: opened,
      };
    },
    reply: function openReplyRow({ subject, id, text, ...row }: BoxedReplyRow): ReplyRow {
      return { ...row, text: boxes.openText({ subject, field: 'person_replies.text', row: [id] }, text) ?? null };
    },
    handover: function openHandoverRow({ subject, body, resolution, ...row }: BoxedHandoverRow): HandoverRow {
      const place = { subject, row: [row.reference] };
      const ended = resolution && boxes.openText({ ...place, field: 'handovers.resolution' }, resolution);
      return {
        ...row,
        body: boxes.openText({ ...place, field: 'handovers.body' }, body) ?? null,
        resolution: ended ?? null,
      };
    },
    openTurn: function openOpenTurnRow({ subject, question, sentences, ...row }: BoxedOpenTurnRow) {
      const place = { subject, row: [row.conversation, row.turn] };
      return {
        ...row,
        question: boxes.openText({ ...place, field: 'open_turns.question' }, question) ?? null,
        sentences: boxes.openText({ ...place, field: 'open_turns.sentences' }, sentences) ?? null,
      };
    },
    value: (conversation: string, { subject, placeholder, box }: BoxedValueRow): string | undefined =>
      boxes.openText({ subject, field: 'vault.box', row: [conversation, placeholder] }, box),
  };
}
