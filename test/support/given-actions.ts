import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApplianceStory, type GivenAppliance, givenAppliance } from './given-appliance.ts';
import type { AskedTurn } from './journey-client.ts';

/** The shipped actions with these operations enabled, and other changes to the file. */
export function enabling(
  operations: readonly string[],
  ...changes: readonly (readonly [from: string, to: string])[]
): NonNullable<ApplianceStory['policies']> {
  return {
    'actions.yaml': (shipped) => {
      const enabled = operations.reduce(
        (text, id) => replaced(text, `- id: ${id}\n`, `- id: ${id}\n    enabled: true\n`),
        shipped,
      );
      return changes.reduce((text, [from, to]) => replaced(text, from, to), enabled);
    },
  };
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`actions.yaml has no "${from}"`);
  return text.replace(from, () => to);
}

/** The latest one-time code of the file that stands in for a sender. */
export function latestCode({ data }: Pick<GivenAppliance, 'data'>): string {
  const lines = readFileSync(join(data, 'sandbox-codes.jsonl'), 'utf8').trim().split('\n');
  return (JSON.parse(lines.at(-1) ?? '{}') as { code: string }).code;
}

export const statements = `---
title: Statements and balance
collection: bank
updated: 2026-10-01
---

## Balance

You find the balance of your account on the first screen of the app. Statements come online once a month.
`;

/** A bank of one article, with actions of the shipped file enabled. */
export function givenActingBank(
  operations: readonly string[],
  ...changes: readonly (readonly [from: string, to: string])[]
): Promise<GivenAppliance> {
  return givenAppliance({ knowledge: { 'statements.md': statements }, policies: enabling(operations, ...changes) });
}

export const ada = { customer: { ref: 'ada@example.com' } };

/** Asks for something that needs an account, and proves to be this customer with the code that was sent. */
export async function askAs(bank: GivenAppliance, ref: string, text: string): Promise<AskedTurn> {
  const conversation = await bank.start({ customer: { ref } });
  const asked = await bank.ask(text, { conversation });
  if (asked.confirmation?.kind !== 'identity') throw new Error(`Expected an identity step: ${asked.outcome}`);
  return bank.confirm(asked, true, latestCode(bank));
}

export function askAsAda(bank: GivenAppliance, text: string): Promise<AskedTurn> {
  return askAs(bank, ada.customer.ref, text);
}

/** What was put on the record before a system was called. */
export function startedIn(bank: GivenAppliance, conversation: string) {
  return bank.entriesOf(conversation).flatMap(({ entry }) => (entry.kind === 'action-started' ? [entry] : []));
}

export function recordOf(turn: AskedTurn): unknown {
  return turn.entry.decision.action;
}

const DAY_MS = 86_400_000;

/** Banks by what they were given: opening one takes longer than a story. Each story comes a day after the one before. */
export class ActingBanks {
  readonly #open = new Map<string, GivenAppliance>();

  async given(
    operations: readonly string[],
    ...changes: readonly (readonly [from: string, to: string])[]
  ): Promise<GivenAppliance> {
    const name = JSON.stringify([operations, changes]);
    const bank = this.#open.get(name) ?? (await givenActingBank(operations, ...changes));
    this.#open.set(name, bank);
    bank.clock.advance(DAY_MS);
    return bank;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((bank) => bank.close()));
  }
}
