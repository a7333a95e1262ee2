import { describe, expect, it } from 'vitest';
import { SEGMENT_ENTRIES } from '../../src/audit/segment.ts';
import { createDraw } from '../../src/privacy/surrogates/draw.ts';
import { createEntryLedger } from '../support/entry-ledger.ts';
import { givenAppliance } from '../support/given-appliance.ts';
import { sendTraffic } from '../support/reconciled-traffic.ts';

const REQUESTS = Number(process.env.CONFIDANT_RECONCILED ?? 300);
const AT_ONCE = 8;
/** In so many requests, every kind of act has succeeded once. */
const ENOUGH = 3_000;
/** Kinds of entries the traffic leaves; no other may be there. */
const ofTraffic = [
  'consent',
  'conversation-closed',
  'conversation-started',
  'erasure-requested',
  'feedback-given',
  'handover-claimed',
  'handover-resolved',
  'handover-returned',
  'log-read',
  'person-replied',
  'resume',
  'reveal-refused',
  'sign-in-refused',
  'stop',
  'subject-corrected',
  'subject-erased',
  'subject-exported',
  'subject-held',
  'subject-released',
  'takeover',
  'turn',
  'value-revealed',
];
const knowledge = {
  'lost.md': `---
title: Lost cards
collection: bank
updated: 2026-10-01
---

## Lost

You can freeze a lost card in the app at any time.
`,
};

describe('the log beside what clients were answered', () => {
  it(
    `has one entry for every act and none else, in ${REQUESTS} requests of all kinds`,
    async () => {
      const seed = process.env.CONFIDANT_SEED ?? String(Date.now());
      const bank = await givenAppliance({ knowledge });
      try {
        const { log } = bank.appliance.store;
        const before = log.size;
        const ledger = createEntryLedger();
        const draw = createDraw(Buffer.from(seed), 'traffic');
        const sent = await sendTraffic(bank, ledger, { requests: REQUESTS, atOnce: AT_ONCE, draw });
        const all = Array.from(log.entries(before), ({ entry }) => entry);
        // What the appliance does by itself, when so many entries are there.
        const entries = all.filter(({ kind }) => kind !== 'segment-sealed');
        expect(all.length - entries.length).toBeLessThanOrEqual(Math.floor(log.size / SEGMENT_ENTRIES));
        const differing = ledger.compare(entries);
        const kinds = new Set(entries.map(({ kind }) => kind));
        process.stdout.write(
          `reconciled: ${sent} requests, ${ledger.size} acts, ${entries.length} entries of ${kinds.size} kinds, ${differing.missing.length} missing, ${differing.extra.length} extra, seed ${seed}\n`,
        );
        expect(differing).toEqual({ missing: [], extra: [] });
        expect(ledger.size).toBeGreaterThan(sent / 4);
        if (sent >= ENOUGH) expect([...kinds].toSorted()).toEqual(ofTraffic);
      } finally {
        await bank.close();
      }
    },
    120_000 + REQUESTS * 400,
  );

  it('would tell an entry that is missing, and one that nobody asked for', async () => {
    const bank = await givenAppliance({ knowledge });
    try {
      const { log } = bank.appliance.store;
      const before = log.size;
      const id = await bank.start();
      const ledger = createEntryLedger();
      ledger.expect('one', 'conversation-started c_other');
      expect(ledger.compare(Array.from(log.entries(before), ({ entry }) => entry))).toEqual({
        missing: ['conversation-started c_other'],
        extra: [`conversation-started ${id}`],
      });
    } finally {
      await bank.close();
    }
  }, 120_000);
});
