import { describe, expect, it } from 'vitest';
import { forgetKey, takeKey } from './take-key.ts';

function placeAt(hash: string) {
  const kept = new Map<string, string>();
  const addresses: string[] = [];
  return {
    addresses,
    location: { hash, pathname: '/', search: '?branch=4' },
    history: {
      replaceState: (_state: unknown, _title: string, address?: string | URL | null) =>
        void addresses.push(String(address)),
    },
    sessionStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    },
  };
}

describe('takeKey', () => {
  it('takes the key out of the address bar and keeps it for a reload', () => {
    const place = placeAt('#key=k%2B1/+==');
    expect(takeKey(place)).toBe('k+1/+==');
    expect(place.addresses).toEqual(['/?branch=4']);
    expect(takeKey({ ...place, location: { ...place.location, hash: '' } })).toBe('k+1/+==');
  });

  it('finds no key where none was given or it was forgotten', () => {
    const place = placeAt('#message');
    expect(takeKey(place)).toBeUndefined();
    takeKey({ ...place, location: { ...place.location, hash: '#key=one' } });
    forgetKey(place);
    expect(takeKey(place)).toBeUndefined();
  });

  it('takes a badly encoded key as it stands', () => {
    expect(takeKey(placeAt('#key=50%'))).toBe('50%');
  });
});
