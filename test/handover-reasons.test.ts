import { describe, expect, it } from 'vitest';
import { handoverReasons } from '../src/conversation/outcome.ts';
import { reasonLabels } from '../src/handoff/reason-labels.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { givenPolicy } from './support/given-policy.ts';

/** A new reason breaks the build until the customer's notice, the label for staff and the metric are there. */
describe('each reason to hand over', () => {
  const { notices } = givenPolicy().files.escalation;

  it.each(handoverReasons)('tells the customer something of its own, staff a label, and counts: %s', async (reason) => {
    expect(notices[reason]?.en).toMatch(/\S/u);
    expect(reasonLabels[reason]).toMatch(/^\S.*\S$/u);
    expect(await createMetrics().text()).toContain(`reason="${reason}"`);
  });

  it('is none that says nothing', () => {
    expect(handoverReasons.filter((reason) => /other|unknown|misc/u.test(reason))).toEqual([]);
  });
});
