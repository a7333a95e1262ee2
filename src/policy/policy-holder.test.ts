import { describe, expect, it } from 'vitest';
import { givenPolicySet } from '../../test/support/given-policy.ts';
import type { PolicySet } from './parse-policy-set.ts';
import { PolicyError } from './policy-error.ts';
import { createPolicyHolder } from './policy-holder.ts';

const first = givenPolicySet();
const second = givenPolicySet({ 'limits.yaml': ['composeTokens: 120', 'composeTokens: 121'] });
/** Files that can be changed while they are held: a set, or what is wrong with them. */
const givenFiles = (present: PolicySet | Error) => {
  const files = { present };
  const read = (): PolicySet => {
    if (files.present instanceof Error) throw files.present;
    return files.present;
  };
  return { files, read };
};
const broken = new PolicyError('policy-invalid', ['policies/tone.yaml:1:1 voice: missing']);

describe('createPolicyHolder', () => {
  it('puts changed files in force, and says from what to what', () => {
    const { files, read } = givenFiles(first);
    const holder = createPolicyHolder(read, null);
    files.present = second;
    expect(holder.current()).toBe(first.base);
    expect(holder.reload()).toEqual({ kind: 'changed', from: first.hash, to: second.hash });
    expect(holder.current()).toBe(second.base);
  });

  it('changes nothing where the files say the same', () => {
    const { read } = givenFiles(first);
    const holder = createPolicyHolder(read, null);
    expect(holder.reload()).toEqual({ kind: 'unchanged' });
  });

  it('keeps the last good policy while the files are broken, and tells until they are mended', () => {
    const { files, read } = givenFiles(first);
    const holder = createPolicyHolder(read, null);
    files.present = broken;
    expect(holder.reload()).toEqual({ kind: 'rejected', findings: broken.findings });
    expect(holder.current()).toBe(first.base);
    expect(holder.problems()).toEqual(broken.findings);
    files.present = first;
    expect(holder.reload()).toEqual({ kind: 'unchanged' });
    expect(holder.problems()).toEqual([]);
  });

  it('begins with the last good policy where the files are broken at the start', () => {
    const holder = createPolicyHolder(givenFiles(broken).read, second);
    expect(holder.current()).toBe(second.base);
    expect(holder.problems()).toEqual(broken.findings);
  });

  it('prefers good files to the last good policy', () => {
    expect(createPolicyHolder(givenFiles(first).read, second).current()).toBe(first.base);
  });

  it('does not begin where there is no good policy at all', () => {
    expect(() => createPolicyHolder(givenFiles(broken).read, null)).toThrow(broken);
  });

  it('tells a fault that names no place', () => {
    const holder = createPolicyHolder(givenFiles(new Error('Cannot read the folder')).read, first);
    expect(holder.problems()).toEqual(['Cannot read the folder']);
  });
});
