import { describe, expect, it } from 'vitest';
import { mayReveal, revealSchema } from './reveal-schema.ts';

describe('mayReveal', () => {
  const policy = revealSchema.parse({ types: { NAME: ['agent', 'admin'], SECRET: [] }, otherwise: ['reviewer'] });

  it.each([
    ['agent', 'NAME', true],
    ['reviewer', 'NAME', false],
    ['admin', 'SECRET', false],
    ['reviewer', 'IBAN', true],
    ['agent', 'IBAN', false],
    ['kiosk', 'NAME', false],
    ['auditor', 'NAME', false],
    ['reviewer', 'constructor', true],
    ['agent', 'toString', false],
  ])('answers for role %s and kind %s: %s', (role, kind, expected) => {
    expect(mayReveal(policy, role, kind)).toBe(expected);
  });

  it('lets administrators alone see anything where policy says nothing', () => {
    const silent = revealSchema.parse(undefined);
    const roles = ['kiosk', 'agent', 'reviewer', 'auditor', 'admin'];
    expect(roles.filter((role) => mayReveal(silent, role, 'NAME'))).toEqual(['admin']);
    expect(silent).toMatchObject({ minutes: 5, perHour: 30 });
  });
});

describe('revealSchema', () => {
  it.each([
    { types: { NAME: ['kiosk'] } },
    { types: { NAME: ['auditor'] } },
    { types: { name: ['agent'] } },
    { otherwise: ['everybody'] },
    { minutes: 0 },
    { perHour: 0 },
  ])('refuses %j', (settings) => {
    expect(revealSchema.safeParse(settings).success).toBe(false);
  });
});
