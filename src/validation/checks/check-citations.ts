import type { Citation } from '../../conversation/reply.ts';
import type { DraftSubject } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';

/**
 * Every citation is a literal piece of a passage that was retrieved, in the version it was retrieved in, that this
 * customer may see and that reads like no instruction. A reply out of knowledge cites at least one.
 */
export function checkCitations(subject: DraftSubject): Finding[] {
  const { draft } = subject;
  if (draft.mode !== 'scripted' && draft.citations.length === 0) return [toFinding('no-citation')];
  return draft.citations.flatMap((citation) => {
    const fault = faultOf(citation, subject);
    return fault === undefined ? [] : [toFinding(fault)];
  });
}

function faultOf(citation: Citation, { evidence, rules }: DraftSubject): string | undefined {
  const passage = evidence.passages.find(({ id }) => id === citation.passage);
  if (passage === undefined) return 'unknown-passage';
  if (passage.version !== citation.version) return 'other-version';
  if (passage.suspect) return 'suspect-passage';
  if (citation.quote.trim() === '' || !passage.text.includes(citation.quote)) return 'quote-not-literal';
  const visible =
    passage.audience === 'public' || passage.audience === evidence.audience || evidence.audience === 'staff';
  const shown = rules.audiences === undefined || rules.audiences.includes(passage.audience);
  return visible && shown ? undefined : 'audience';
}

function toFinding(detail: string): Finding {
  return { check: 'citation-exists', sentence: 0, span: null, detail };
}
