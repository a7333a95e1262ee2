/** Words that follow "my name is" or "I am" and are nobody's name. */
const ordinary = new Set(
  (
    'a an the my your our his her their its this that these those it i me you we they he she him them us who whom ' +
    'and or but so because if when while as of in on at by to for from with without about into over under after ' +
    'before not no yes never always still just only also very really quite too now then here there today tomorrow ' +
    'yesterday soon later again already please thanks thank sorry hello hi hey ok okay sure well am is are was were be ' +
    'been being have has had do does did done can could will would shall should may might must need needs want wants ' +
    'trying looking calling writing asking having getting going waiting using sending making working hoping wondering ' +
    'interested happy sad angry upset unhappy disappointed frustrated confused concerned worried afraid unable able ' +
    'glad pleased satisfied tired sick ready new old same different wrong right correct incorrect misspelled misspelt ' +
    'spelled spelt changed changing missing showing displayed printed written listed registered recorded shown known ' +
    'blocked locked stuck lost stolen charged billed invited called named married divorced single locked out off up ' +
    'down customer client member user owner holder subscriber student teacher employee manager agent person man woman ' +
    'parent mother father son daughter brother sister wife husband friend someone somebody anyone everybody nobody ' +
    'card account order number code ssn email mail phone mobile address password pin bank name first last middle full ' +
    'surname credit debit payment transfer refund issue problem question request case ticket app website page ' +
    'possible impossible urgent important ridiculous unacceptable terrible awful great good bad nice best fine ' +
    'dear sir madam team support service help aware traveling travelling abroad home available unavailable back ' +
    'under over going currently actually based located living moving leaving planning getting one two three all any ' +
    'some more most both each every other another such what which where why how whether like want missing expired ' +
    'yours sincerely regards cheers hola bonjour hallo danke merci gracias und et y e en de ist est es è und aus ich ' +
    'je yo io eu ik nicht pas no non mein meine mon ma mi il la le les das der die ein eine un une una to into ' +
    'incorrectly wrongly correctly properly change changes update updates spelling correction field mismatch tag ' +
    'maybe asap once tonight immediately anytime directly instead via using ' +
    'policy claim flight booking confirmation id otp last four digits ending appears appear shows reads flew apt apartment suite unit flat ' +
    'beneficiary beneficiaries beneficiery payee payees payer recipient recipients sender senders merchant merchants seller ' +
    'sellers buyer retailer retailers store shop company business atm atms cheque cheques check checks cash money funds ' +
    'balance fee fees charge charges rate rates limit limits exchange exchanges currency currencies crypto interbank deposit ' +
    'deposits withdrawal withdrawals loan loans mortgage savings statement statements invoice invoices receipt receipts ' +
    'delivery deliveries parcel package shipment device tablet laptop computer machine terminal router internet wifi login ' +
    'username delete cancel close open activate verify verification identity top up topping top-up topping-up topup topups'
  ).split(' '),
);

/** True for words no customer is called; case does not matter. */
export function isOrdinaryWord(word: string): boolean {
  return ordinary.has(word.toLowerCase().replace(/[.'-]+$/, ''));
}

/** True where nothing but such words stands. */
export function areOrdinaryWords(text: string): boolean {
  return text.split(/[\s,;/]+/).every((word) => word === '' || isOrdinaryWord(word));
}

const particles = new Set(
  'van von der den de del della di da dos das du la le el al bin ibn bint ben ter ten zu'.split(' '),
);
const token = /[\p{L}\p{M}'-]{1,40}\.?/uy;
/** Longest name taken in one piece, in words. */
const MOST_WORDS = 4;

export interface NameOptions {
  /** Lower-case words count too: only after words that leave nothing else, such as "my name is". */
  readonly anyCase: boolean;
}

/**
 * Reads the name that begins at `start`: words up to the first that is none, particles inside.
 *
 * @returns its end, or undefined when no name begins there
 */
export function findNameEnd(text: string, start: number, { anyCase }: NameOptions): number | undefined {
  let at = start;
  let end: number | undefined;
  for (let words = 0; words < MOST_WORDS; words += 1) {
    token.lastIndex = at;
    const word = token.exec(text)?.[0];
    if (word === undefined) break;
    const bare = word.replace(/[.'-]+$/, '');
    const isParticle = particles.has(word.toLowerCase());
    if (!isParticle && (!isNameWord(bare, anyCase) || isOrdinaryWord(bare))) break;
    if (isParticle && !/^ [\p{L}]/u.test(text.slice(at + word.length, at + word.length + 2))) break;
    if (!isParticle) end = at + bare.length;

    const isInitial = word.length <= 2 && word.endsWith('.');
    if (word.endsWith('.') && !isInitial) break;
    if (text.charAt(at + word.length) !== ' ') break;
    at += word.length + 1;
  }
  return end;
}

function isNameWord(word: string, anyCase: boolean): boolean {
  return (anyCase ? /^\p{L}/u : /^[\p{Lu}\p{Lo}]/u).test(word);
}
