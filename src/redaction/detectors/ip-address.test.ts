import { describe, expect, it } from 'vitest';
import { ipAddress } from './ip-address.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return ipAddress.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('ipAddress', () => {
  it.each([
    ['from 192.168.1.10.', ['192.168.1.10']],
    ['at 2001:db8::8a2e:370:7334 now', ['2001:db8::8a2e:370:7334']],
    ['fe80::1%eth0', ['fe80::1%eth0']],
  ])('finds both versions: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['version 10.0.0.1', 'v1.2.3.4', '10.0.19045', '300.1.1.1', '1.2.3.4.5', '12:30:45', 'std::vector', 'a::b'])(
    'keeps versions, times and wrong octets: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
