import type { ExaminationItem } from './examination.ts';

/** What an answer got wrong; `phrase` is of the examination, never of the answer. */
export interface GradeFinding {
  readonly kind: 'empty' | 'missing' | 'forbidden' | 'not-refused' | 'wrong-choice';
  readonly phrase?: string;
}

/**
 * Grades one answer by comparing normalised text: the same answer always gets the same findings; none means passed.
 * A phrase that starts or ends with a digit matches whole numbers only: `25` is not in `125`, `25.50` or `1,25`.
 */
export function gradeAnswer(
  item: ExaminationItem,
  answer: string,
  refusals: readonly string[],
): readonly GradeFinding[] {
  const text = normalise(answer);
  if (text === '') return [{ kind: 'empty' }];

  const missing = item.mustContain
    .map((entry) => (typeof entry === 'string' ? [entry] : entry))
    .filter((alternatives) => !alternatives.some((phrase) => hasPhrase(text, phrase)))
    .map((alternatives) => ({ kind: 'missing' as const, phrase: alternatives.join(' | ') }));
  const forbidden = item.mustNotContain
    .filter((phrase) => hasPhrase(text, phrase))
    .map((phrase) => ({ kind: 'forbidden' as const, phrase }));
  const isRefusal = refusals.some((phrase) => hasPhrase(text, phrase));
  return [...missing, ...forbidden, ...(item.mustRefuse && !isRefusal ? [{ kind: 'not-refused' as const }] : [])];
}

/** Lower case, one kind of space, dash and quote, and no space between an amount and its currency sign. */
function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Dash_Punctuation}|\u2212/gu, '-')
    .replace(/[\u2018\u2019\u201B\u02BC]/g, "'")
    .replace(/[\u201C\u201D\u201E\u00AB\u00BB]/g, '"')
    .replace(/[\u00AD\u200B\u2060]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/(\p{Currency_Symbol}) (?=\d)/gu, '$1')
    .replace(/(\d) (?=\p{Currency_Symbol})/gu, '$1')
    .trim();
}

function hasPhrase(text: string, phrase: string): boolean {
  const wanted = normalise(phrase);
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const cutsBefore = /^\d/.test(wanted) && /\d[.,]?$/.test(text.slice(0, at));
    const cutsAfter = /\d$/.test(wanted) && /^[.,]?\d/.test(text.slice(at + wanted.length));
    if (!cutsBefore && !cutsAfter) return true;
  }
  return false;
}
