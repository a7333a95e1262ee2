/** Words that carry grammar, not content. What a reply adds of these still tells: an invented aside brings its own. */
const functionWords: ReadonlySet<string> = new Set(
  `a an the and or but if of to in on at by for with from as is are was were be been being am do does did has have had
  having it its this that these those he she they them his her their i you we me my your our us him who whom which what
  when where why how not no so than then too very can could will would shall should may might must also just there here
  such s t d ll m re ve nt one ones about into over out up down off after before during while any some all each more most
  other own same only both few nor between through again further once`.split(/\s+/),
);

const negations: ReadonlySet<string> = new Set(
  'not no never none nobody nothing neither nor without cannot'.split(' '),
);
const firstPerson: ReadonlySet<string> = new Set('i me my mine myself'.split(' '));
const secondPerson: ReadonlySet<string> = new Set('you your yours yourself'.split(' '));

export function isFunctionWord(word: string): boolean {
  return functionWords.has(word);
}

export function isNegation(word: string): boolean {
  return negations.has(word);
}

export function isFirstPerson(word: string): boolean {
  return firstPerson.has(word);
}

/** Addressing the customer is how a reply talks, whatever the passage calls them. */
export function isSecondPerson(word: string): boolean {
  return secondPerson.has(word);
}
