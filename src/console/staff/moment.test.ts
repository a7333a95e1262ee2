import { describe, expect, it } from 'vitest';
import { toShownMoment } from './moment.tsx';

const at = (text: string): Date => new Date(text);

describe('toShownMoment', () => {
  it('shows the time of today, and the day of what is older', () => {
    const now = at('2026-11-22T15:00:00');
    expect(toShownMoment(at('2026-11-22T09:05:00'), now, 'en-GB')).toBe('09:05');
    expect(toShownMoment(at('2026-11-21T23:55:00'), now, 'en-GB')).toMatch(/^21 Nov,? (?:at )?23:55$/u);
  });
});
