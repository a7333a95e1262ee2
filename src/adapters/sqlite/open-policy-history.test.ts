import { describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';
import { createPolicyWriter, openPolicyHistory } from './open-policy-history.ts';

function givenHistory() {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const database = openDatabase(':memory:');
  const history = openPolicyHistory(database);
  const write = createPolicyWriter(database);
  /** Answers what was in force before. */
  const keep = (name: string): string | null => {
    const before = history.latestHash();
    write({ hash: `sha256:${name}`, at: new Date(clock.now).toISOString(), texts: { 'scope.yaml': name } });
    return before;
  };
  return { clock, history, keep };
}

describe('policy history', () => {
  it('answers what was in force before', () => {
    const { keep, history } = givenHistory();
    expect(history.latest()).toBeNull();
    expect(keep('a')).toBeNull();
    expect(keep('b')).toBe('sha256:a');
    expect(keep('b')).toBe('sha256:b');
    expect(history.latest()).toEqual({ 'scope.yaml': 'b' });
  });

  it('has a policy that came back as the latest again', () => {
    const { keep, history } = givenHistory();
    for (const name of ['a', 'b', 'a']) keep(name);
    expect(history.latest()).toEqual({ 'scope.yaml': 'a' });
    expect(keep('c')).toBe('sha256:a');
  });

  it('finds a policy by the beginning of its hash, where that names just one', () => {
    const { keep, history } = givenHistory();
    keep('aaaaaa1');
    keep('aaaaaa2');
    keep('bbbbbb1');
    expect(history.find('sha256:bbbbbb')).toEqual({ 'scope.yaml': 'bbbbbb1' });
    expect(history.find('sha256:aaaaaa1')).toEqual({ 'scope.yaml': 'aaaaaa1' });
    for (const hash of ['sha256:aaaaaa', 'sha256:cccccc', 'sha256:bbbbb', 'bbbbbb', "sha256:' OR 1"]) {
      expect(history.find(hash)).toBeNull();
    }
  });

  it('keeps its order when the clock is set back a year', () => {
    const { clock, keep, history } = givenHistory();
    keep('a');
    clock.now -= 365 * 86_400_000;
    expect(keep('b')).toBe('sha256:a');
    expect(history.latest()).toEqual({ 'scope.yaml': 'b' });
    expect(keep('c')).toBe('sha256:b');
  });
});
