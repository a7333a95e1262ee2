/** What a question wants to be told, as far as its wording shows it. */
export type AnswerKind = 'amount' | 'rate' | 'duration' | 'clock' | 'contact' | 'limit';

interface KindPatterns {
  readonly asked: RegExp;
  readonly given: RegExp;
}

/** English wordings; a question in no such wording asks for no kind, and every sentence is then as good as another. */
const patterns: Readonly<Record<AnswerKind, KindPatterns>> = {
  amount: {
    asked:
      /\b(how much|costs?|prices?|priced|fees?|charges?|charged|penalty|expensive|free|sum|amount|extra|do i pay|do you (take|charge))\b/iu,
    given:
      /[$€£]\s?\d|\d+(\.\d+)?\s?(dollars|euros|pounds|cents)\b|\d\s?%|\b(free|no (\w+ ){0,2}(fee|charge|cost)s?|costs? nothing|without charge|nothing extra)\b/iu,
  },
  rate: {
    asked: /\b(percent|percentage|rates?|interest|apr|margin|earn)\b|%/iu,
    given: /\d\s?%|\bper ?cent\b|\bpercentage points?\b|\bapr\b/iu,
  },
  duration: {
    asked:
      /\b(how (long|soon|fast|quick|quickly|late|old)|(how many |which |what )?(seconds|minutes|hours|days|weeks|months|years?)|when|until|till?|deadline|time limit|too late|expires?|valid|last|yet)\b/iu,
    given:
      /\b(\d+|one|two|three|a few|several)\s+((working|business|calendar|full)\s+)?(seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b\d{1,2}:\d\d\b|\b(at once|straight away|immediately|instantly|same day|next (working )?day|by the end|at any time|on the (\d|first|last|second|third|due)|automatically)\b/iu,
  },
  clock: {
    asked:
      /\b(what time|open|opening|hours|shut|close|closed|cut ?off|in the (morning|evening)|mondays?|saturdays?|sundays?|night|o'?clock|\d ?(am|pm))\b/iu,
    given: /\b\d{1,2}:\d\d\b|\b\d{1,2} ?(am|pm)\b|\b24 hours\b|\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b/iu,
  },
  contact: {
    asked:
      /\b(phone number|number (do|to|for)|which (number|address|form|line)|hotline|call|ring|dial|contact|e-?mail|mail|website|link|whom|who (do|can|should) (i|we)|where (do|can|to|should) .*(send|forward|report|write))\b/iu,
    given: /\+?\d[\d ]{6,}\d|\S@\S|\b[\w-]+(\.[\w-]+)+\/\w+|\b(call|write to|form [A-Z])/u,
  },
  limit: {
    asked:
      /\b(limits?|max|maximum|most|largest|biggest|highest|cap|minimum|lowest|smallest|least|how many|per day|a day|at once)\b/iu,
    given:
      /\b(up to|at most|at least|no more than|not more than|limited|limits?|maximum|minimum|from [$€£]?\d|never more|only)\b/iu,
  },
};

const kinds: readonly AnswerKind[] = ['amount', 'rate', 'duration', 'clock', 'contact', 'limit'];
/** A question that asks for nothing in particular is met half by every sentence. */
const NEUTRAL = 0.5;

export function kindsAsked(question: string): readonly AnswerKind[] {
  return kinds.filter((kind) => patterns[kind].asked.test(question));
}

export function kindsGiven(sentence: string): readonly AnswerKind[] {
  return kinds.filter((kind) => patterns[kind].given.test(sentence));
}

/** 0–1: the share of what is asked for that a sentence gives. */
export function kindMatch(asked: readonly AnswerKind[], given: readonly AnswerKind[]): number {
  if (asked.length === 0) return NEUTRAL;
  return asked.filter((kind) => given.includes(kind)).length / asked.length;
}
