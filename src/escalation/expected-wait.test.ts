import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { handoverReasons, priorities } from '../conversation/outcome.ts';
import { queueFor } from './decide-escalation.ts';
import { expectedWait, waitNotice } from './expected-wait.ts';

const policy = givenPolicy();
const open = new Date('2026-11-23T15:00:00Z');
const night = new Date('2026-11-22T06:00:00Z');
const general = { queue: 'general', tier: 'standard', priority: 'normal' } as const;

describe('expectedWait', () => {
  it('is what policy says of the queue and the priority', () => {
    expect(expectedWait(policy, general, open)).toEqual({ open: true, opensAt: null, minutes: 15 });
    expect(expectedWait(policy, { ...general, priority: 'low' }, open).minutes).toBe(30);
  });

  it('is what policy says of the tier, where it says anything', () => {
    expect(expectedWait(policy, { ...general, tier: 'premium' }, open).minutes).toBe(5);
    expect(expectedWait(policy, { ...general, tier: 'constructor' }, open).minutes).toBe(15);
  });

  it('names the next opening at night, and none for what is looked after around the clock', () => {
    expect(expectedWait(policy, general, night)).toMatchObject({
      open: false,
      opensAt: new Date('2026-11-23T13:00:00Z'),
    });
    expect(expectedWait(policy, { ...general, priority: 'critical' }, night)).toMatchObject({ open: true });
    expect(expectedWait(policy, { ...general, queue: 'fraud' }, night)).toMatchObject({ open: true });
  });

  it('has a queue with a wait for every intent, tier, urgency and reason', () => {
    const { queues, hard } = policy.files.escalation;
    const tiers = ['standard', 'premium', 'enterprise', 'unheard-of'];
    const intents = [...policy.intents.keys(), 'unknown', ''];
    const waits = new Set<string>();
    for (const reason of handoverReasons) {
      const own = [
        ...hard.filter((rule) => rule.reason === reason).map((rule) => rule.queue),
        ...policy.handlers.filter((handler) => handler.reason === reason).map((handler) => handler.queue),
        undefined,
      ];
      for (const [tier, intent] of tiers.flatMap((one) => intents.map((other) => [one, other] as const))) {
        for (const queue of own) waits.add(`${tier} ${queue ?? queueFor(policy, { tier, intent, inScope: 0.9 })}`);
      }
    }
    for (const [tier = '', queue = ''] of [...waits].map((wait) => wait.split(' '))) {
      expect(queues).toHaveProperty(queue);
      for (const priority of priorities)
        expect(expectedWait(policy, { queue, tier, priority }, open).minutes).toBeGreaterThan(0);
    }
    expect(waits.size).toBeGreaterThan(tiers.length);
  });
});

describe('waitNotice', () => {
  it('says how long it usually takes while people are there', () => {
    expect(waitNotice(policy, general, open, 'en')).toBe('Someone usually answers within 15 minutes.');
  });

  it('says when people are back, by the clock of their own town', () => {
    expect(waitNotice(policy, general, night, 'en')).toBe('Our team is back on Monday 08:00.');
  });

  it('says nothing of a wait that policy says nothing of', () => {
    const silent = { ...policy.files.escalation, queues: { general: { title: 'Care', alwaysFor: [], tiers: {} } } };
    const quiet = { ...policy, files: { ...policy.files, escalation: silent } };
    expect(waitNotice(quiet, general, night, 'en')).toBe('');
  });
});
