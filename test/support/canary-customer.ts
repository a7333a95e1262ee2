import type { GivenAppliance } from './given-appliance.ts';
import { type AskedTurn, expectStatus } from './journey-client.ts';

/** One of two customers who are served at the same time. Everything they say or hand in carries their own mark. */
export interface CanaryCustomer {
  /** In plain words, so that no recogniser takes it out. */
  readonly word: string;
  readonly card: string;
  readonly holder: 'kiosk' | 'other-kiosk' | 'admin';
  readonly collection: 'north' | 'south';
  /** What its collection alone says. */
  readonly place: string;
}

/** Words only the articles of one collection hold. */
const places = { north: 'Borealis', south: 'Australis' } as const;
const MARK = /canary[a-j]{6}|(?<![\d.])4000\d{12}(?!\d)|Borealis|Australis/gu;

/** @param known the customers have proved who they are, and let us remember them */
export function canaryPair(pair: number, known: boolean): readonly [CanaryCustomer, CanaryCustomer] {
  return [toCustomer(pair * 2, 'north', known), toCustomer(pair * 2 + 1, 'south', known)];
}

function toCustomer(number: number, collection: CanaryCustomer['collection'], known: boolean): CanaryCustomer {
  const word = `canary${String(number)
    .padStart(6, '0')
    .replace(/\d/gu, (digit) => 'abcdefghij'.charAt(Number(digit)))}`;
  const kiosk = collection === 'north' ? 'kiosk' : 'other-kiosk';
  const holder = known ? 'admin' : kiosk;
  return { word, card: cardOf(number), holder, collection, place: places[collection] };
}

/** A number of its own for each customer that passes the check of cards (ISO/IEC 7812-1, Luhn). */
function cardOf(number: number): string {
  const digits = `4000${String(number).padStart(11, '0')}`;
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Marks in whatever a customer was shown that are not their own. */
export function foreignMarks(heard: readonly unknown[], { word, card, place }: CanaryCustomer): readonly string[] {
  const own = new Set([word, card, place]);
  const marks = heard.flatMap((one) => (JSON.stringify(one) ?? '').match(MARK) ?? []);
  return [...new Set(marks)].filter((mark) => !own.has(mark));
}

/** What a customer heard, and what staff read about them. */
export interface Heard {
  readonly conversation: string;
  readonly turns: readonly AskedTurn[];
  readonly all: readonly unknown[];
}

/** One conversation by every way something is answered: turns, a repeat, a packet, the transcript, memory, the log. */
export async function serveCanary(bank: GivenAppliance, customer: CanaryCustomer, key: string): Promise<Heard> {
  const { word, card, holder, collection } = customer;
  const known = holder === 'admin';
  const conversation = await bank.start(
    // The channel is what is remembered of a customer: here it is a mark of their own.
    { collection, customer: { ref: word, verified: known }, ...(known ? { channel: word } : {}) },
    holder,
  );
  const path = `/v1/conversations/${conversation}`;
  const person = bank.as(holder);
  if (known)
    expectStatus(await person.request('POST', `${path}/consent`, { purpose: 'remember-me', granted: true }), 200);
  const say = (text: string, idempotencyKey: string) =>
    bank.ask(text, { as: holder, conversation, idempotencyKey: known ? `${word}-${idempotencyKey}` : idempotencyKey });
  const first = await say(`I lost my card ${card}, I am ${word}`, `${key}-1`);
  const again = await say(`I lost my card ${card}, I am ${word}`, `${key}-1`);
  const next = await say(`how long does a new one take, ${word}?`, `${key}-2`);
  // Half a number each: read together over two conversations they would be one.
  const half = await say(`and the number ${card.slice(0, 8)} of ${word}`, `${key}-3`);
  const turns = [first, again, next, half];
  const asked = await person.request('POST', `${path}/handover`, { note: `call ${word}` });
  const { handover } = (asked.body ?? {}) as { readonly handover?: { readonly reference: string } | null };
  const packet = handover ? (await bank.as('agent').request('GET', `/v1/handovers/${handover.reference}`)).body : null;
  const read = await bank.conversation(conversation, holder);
  const staff = await bank.conversation(conversation, 'agent');
  const facts = (await person.request('GET', `${path}/memory`)).body;
  const vault = await bank.appliance.stages.records.knownValues(conversation);
  const entries = bank.entriesOf(conversation).map(({ entry }) => entry);
  return { conversation, turns, all: [turns, asked.body, packet, read, staff, facts, vault, entries] };
}
