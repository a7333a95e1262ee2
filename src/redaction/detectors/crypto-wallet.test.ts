import { describe, expect, it } from 'vitest';
import { cryptoWallet } from './crypto-wallet.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return cryptoWallet.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('cryptoWallet', () => {
  it.each([
    ['sent to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa']],
    ['or 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy', ['3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy']],
    ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4']],
    ['0x742d35Cc6634C0532925a3b844Bc454e4438f44e', ['0x742d35Cc6634C0532925a3b844Bc454e4438f44e']],
  ])('finds addresses of wallets: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
    '0x742d35',
    'commit 742d35Cc6634C0532925a3b844Bc454e4438f44e',
  ])('keeps what has no right check characters or another shape: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
