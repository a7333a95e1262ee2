import { describe, expect, it } from 'vitest';
import { phoneNumber } from './phone-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return phoneNumber.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('phoneNumber', () => {
  it.each([
    ['call me at 450 0840', ['450 0840']],
    ['+44 20 7946 0958', ['+44 20 7946 0958']],
    ['(212) 555-0199 ext 12', ['(212) 555-0199 ext 12']],
    ['01.84.17.61.18', ['01.84.17.61.18']],
    ['07700900123', ['07700900123']],
    ['reach me: 9987768856', ['9987768856']],
    ['write to 2125550123 or mail me', ['2125550123']],
    ['463-612-6138x036', ['463-612-6138x036']],
    ['723 813 266 mobile', ['723 813 266']],
    ['+49 (0)30 1234567 / 0171-1234567', ['+49 (0)30 1234567', '0171-1234567']],
  ])('finds numbers by label, grouping and plan: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    'on 2024-05-12 at 10:30',
    '01/02/2023 10:15',
    'between 2019-2023',
    'order 2125550123',
    'my order was 2125550123',
    'tracking 212-555-0199',
    'invoice 2024-00012345',
    'ORD-12345678',
    '$1,234,567.00',
    'call me in 1000000 years',
    '10.0.19045.3693',
    '4111 1111 1111 1111',
    'call 911',
    '12 345 678 users',
  ])('keeps dates, amounts, orders and versions: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
