import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipt } from '../../src/audit/receipt.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';
import { findTraces } from '../support/journey-traces.ts';

/** How many there are, and how many of them are erased; the figure of record is taken with 300 and 100. */
const CUSTOMERS = Number(process.env.CONFIDANT_ERASURE_CUSTOMERS ?? 24);
const ERASED = Math.floor(CUSTOMERS / 3);

interface Customer {
  readonly reference: string;
  readonly email: string;
  readonly iban: string;
  /** A word no recogniser knows: it stands in texts as it was written. */
  readonly word: string;
  readonly conversation: string;
  readonly turns: readonly AskedTurn[];
}

/** A valid IBAN for a number: check digits by ISO 7064, MOD 97-10. */
function ibanOf(number: number): string {
  const account = String(370_400_440_532_000_000n + BigInt(number)).padStart(18, '0');
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}

const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');

describe(`${ERASED} erasures among ${CUSTOMERS} customers`, () => {
  let bank: GivenAppliance;
  const customers: Customer[] = [];

  beforeAll(
    async () => {
      bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
      for (let number = 0; number < CUSTOMERS; number += 1) {
        const reference = `ref-${number}-heliotrope@customers.example`;
        const [email, iban] = [`quill.${number}.marigold@example.org`, ibanOf(number)];
        const word = `vexquorb${number}lintzam`;
        const conversation = await bank.start({ customer: { ref: reference } });
        const turns = [
          await bank.ask(`I lost my ${word} card, write to ${email}`, {
            conversation,
            idempotencyKey: crypto.randomUUID(),
          }),
          await bank.ask(`my account is ${iban}, what now?`, { conversation, stream: number % 2 === 0 }),
        ];
        if (number % 3 === 0) turns.push(await bank.askForPerson(conversation, `again, ${email}`));
        customers.push({ reference, email, iban, word, conversation, turns });
      }
    },
    30_000 + CUSTOMERS * 3_000,
  );
  afterAll(() => bank.close());

  it(
    'leave no trace of the erased in any file or metric, everybody else whole, and every proof good',
    async () => {
      const erased = customers.filter((_, index) => index % 3 === 0).slice(0, ERASED);
      const begun = performance.now();
      for (const { reference } of erased) {
        const path = `/v1/subjects/${encodeURIComponent(reference)}`;
        expect((await bank.as('admin').request('DELETE', path)).status).toBe(200);
      }
      const ms = (performance.now() - begun) / erased.length;
      const files = new Map(bank.filesUnderData());
      files.set('metrics', Buffer.from((await bank.as('admin').request('GET', '/metrics')).text));
      files.delete('keys.json');
      let searched = 0;
      for (const { reference, email, iban, word } of customers) {
        for (const value of [reference, email, iban, word]) expect(findTraces(files, value)).toEqual([]);
        searched += 4;
      }
      const { log, database } = bank.appliance.store;
      for (const one of customers) {
        const answer = await bank.as('kiosk').request('GET', `/v1/conversations/${one.conversation}`);
        expect(answer.status).toBe(erased.includes(one) ? 404 : 200);
        if (!erased.includes(one)) await expectWhole(one);
        for (const turn of one.turns) {
          expect(verifyReceipt(turn.receipt, turn.sealed, log.vkey)).toEqual({ kind: 'verified' });
        }
      }
      expect(verifyWholeLog({ log, database }).findings).toEqual([]);
      process.stdout.write(
        `${erased.length} erasures of ${CUSTOMERS}, ${Math.round(ms)} ms each; ${searched} values searched in ${files.size} files, 0 found\n`,
      );
    },
    30_000 + CUSTOMERS * 3_000,
  );

  /** The values that were given are still the customer's own: the vault opens them. */
  async function expectWhole({ conversation, reference, email, iban, turns }: Customer): Promise<void> {
    const { transcript } = await bank.conversation(conversation);
    expect(transcript.filter((line) => line.from === 'customer').length).toBeGreaterThanOrEqual(
      Math.min(turns.length, 2),
    );
    const values = (await bank.appliance.store.records.knownValues(conversation)).map(({ value }) => value);
    expect(values).toEqual(expect.arrayContaining([reference, email, iban]));
  }
});
