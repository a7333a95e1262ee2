import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessHours, openingAt } from './business-hours.ts';

const london: BusinessHours = {
  timezone: 'Europe/London',
  days: { monday: ['09:00-17:00'], tuesday: ['09:00-12:00', '13:00-17:00'], sunday: ['01:00-03:00'] },
  holidays: ['2026-12-28'],
};
const at = (text: string): Date => new Date(text);
const opensAt = (hours: BusinessHours, text: string): string | undefined => {
  const opening = openingAt(hours, at(text));
  return opening.open ? 'open' : opening.opensAt?.toISOString();
};

describe('openingAt', () => {
  it.each([
    ['in the middle of the day', '2026-11-23T12:00:00Z', 'open'],
    ['at the minute of the opening', '2026-11-23T09:00:00Z', 'open'],
    ['at the minute of the close', '2026-11-23T17:00:00Z', '2026-11-24T09:00:00.000Z'],
    ['in the lunch break', '2026-11-24T12:30:00Z', '2026-11-24T13:00:00.000Z'],
    ['on a day without hours', '2026-11-25T10:00:00Z', '2026-11-29T01:00:00.000Z'],
    ['on a holiday', '2026-12-28T10:00:00Z', '2026-12-29T09:00:00.000Z'],
    ['between two quarters', '2026-11-23T08:50:01.250Z', '2026-11-23T09:00:00.000Z'],
  ])('knows when people are back: %s', (_, now, expected) => {
    expect(opensAt(london, now)).toBe(expected);
  });

  it('opens by the clock on the wall in summer and in winter', () => {
    // London goes forward on 29 March 2026: nine o'clock is 09:00 UTC before, and 08:00 UTC after.
    expect(opensAt(london, '2026-03-23T06:00:00Z')).toBe('2026-03-23T09:00:00.000Z');
    expect(opensAt(london, '2026-03-30T06:00:00Z')).toBe('2026-03-30T08:00:00.000Z');
    expect(opensAt(london, '2026-10-26T06:00:00Z')).toBe('2026-10-26T09:00:00.000Z');
  });

  it('opens late where the hour of the opening does not exist, and once where it comes twice', () => {
    // On 29 March the wall goes from 00:59 to 02:00; on 25 October from 01:59 back to 01:00.
    expect(opensAt(london, '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(opensAt(london, '2026-10-24T23:30:00Z')).toBe('2026-10-25T00:00:00.000Z');
    expect(opensAt(london, '2026-10-25T01:30:00Z')).toBe('open');
    expect(opensAt(london, '2026-10-25T03:00:00Z')).toBe('2026-10-26T09:00:00.000Z');
  });

  it.each(['Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia'])(
    'meets the opening exactly in %s',
    (timezone) => {
      const hours = { timezone, days: { wednesday: ['09:00-10:00'] }, holidays: [] };
      fc.assert(
        fc.property(fc.date({ min: at('2024-01-01'), max: at('2030-01-01'), noInvalidDate: true }), (now) => {
          const opening = openingAt(hours, now);
          if (opening.open) return;
          const local = new Intl.DateTimeFormat('en-GB', {
            timeZone: timezone,
            weekday: 'long',
            timeStyle: undefined,
            hour: '2-digit',
            minute: '2-digit',
          });
          expect(opening.opensAt && local.format(opening.opensAt)).toBe('Wednesday 09:00');
          expect(Number(opening.opensAt)).toBeGreaterThan(Number(now));
        }),
        { numRuns: 60 },
      );
    },
  );

  it('says that it does not know where the next fortnight has no opening', () => {
    expect(openingAt({ timezone: 'UTC', days: {}, holidays: [] }, at('2026-11-23T12:00:00Z'))).toEqual({
      open: false,
      opensAt: null,
    });
  });

  it('answers for the moment it is given, also after the clock was set back', () => {
    const first = openingAt(london, at('2026-11-25T10:00:00Z'));
    openingAt(london, at('2020-01-01T00:00:00Z'));
    expect(openingAt(london, at('2026-11-25T10:00:00Z'))).toEqual(first);
  });
});
