import type { DraftSubject } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';

/** A reply says something: at least one sentence beside the acknowledgement has a letter or a digit. */
export function checkEmpty({ reply }: DraftSubject): Finding[] {
  const says = reply.sentences.some(({ text, acknowledgement }) => !acknowledgement && /[\p{L}\p{N}]/u.test(text));
  return says ? [] : [{ check: 'empty', sentence: 0, span: null, detail: 'no-words' }];
}
