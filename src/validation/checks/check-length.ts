import { splitSentences } from '../../conversation/split-sentences.ts';
import type { DraftSubject } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';

/** Text beyond which counting its sentences would only cost time: it is too long anyway. */
const longestCounted = 20_000;

/** A reply has no more sentences and characters than policy allows; an entry that hides several sentences is counted as several. */
export function checkLength({ reply, rules }: DraftSubject): Finding[] {
  const findings: Finding[] = [];
  const found = (detail: string): void => {
    findings.push({ check: 'length', sentence: Math.max(reply.sentences.length - 1, 0), span: null, detail });
  };
  if (reply.text.length > rules.maxCharacters) found(`characters over ${rules.maxCharacters}`);
  if (reply.text.length > longestCounted) return findings;
  const said = reply.sentences.filter((sentence) => !sentence.acknowledgement);
  const count = said.reduce((sum, { text }) => sum + splitSentences(text).length, 0);
  if (count > rules.maxSentences) found(`sentences over ${rules.maxSentences}`);
  return findings;
}
