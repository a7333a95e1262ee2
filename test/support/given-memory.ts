import { z } from 'zod';
import { factKinds } from '../../src/conversation/memory-fact.ts';
import type { GivenAppliance } from './given-appliance.ts';
import { expectStatus } from './journey-client.ts';

const factSchema = z.object({
  id: z.string(),
  kind: z.enum(factKinds),
  value: z.string(),
  purpose: z.string(),
  source: z.object({ conversation: z.string(), turn: z.number() }),
  expires: z.string(),
});
type Holder = Parameters<GivenAppliance['as']>[0];

/** A branch desk: its key may vouch for who the customer is, as a kiosk's may not. */
export const desk = 'admin';

/** What customers of a story do about what is remembered of them; all of it over HTTP. */
export function givenMemory(bank: () => GivenAppliance) {
  return {
    /** A conversation of a customer who has proved who they are. */
    startVerified: (ref: string, more: object = {}) =>
      bank().start({ customer: { ref, verified: true }, ...more }, desk),
    consent: async (conversation: string, purpose: string, granted: boolean, more: object = {}) => {
      const body = { purpose, granted, ...more };
      return expectStatus(
        await bank().as(desk).request('POST', `/v1/conversations/${conversation}/consent`, body),
        200,
      );
    },
    facts: async (conversation: string, holder: Holder = desk) => {
      const answer = expectStatus(
        await bank().as(holder).request('GET', `/v1/conversations/${conversation}/memory`),
        200,
      );
      return z.object({ items: z.array(factSchema) }).parse(answer.body).items;
    },
    /** Rows of a table as they lie in the database. */
    rows: (table: 'memory_facts' | 'consents') =>
      bank().appliance.store.database.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all(),
  };
}
