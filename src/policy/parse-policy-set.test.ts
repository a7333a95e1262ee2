import { describe, expect, it } from 'vitest';
import { givenPolicySet } from '../../test/support/given-policy.ts';
import { PolicyError } from './policy-error.ts';

const laid = (added: Readonly<Record<string, string>>) => givenPolicySet({}, added);
const of = (tier: string, channel = 'kiosk') => ({ tier, channel });

function refusalOf(added: Readonly<Record<string, string>>): PolicyError {
  try {
    laid(added);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error('The layers were taken');
}

describe('parsePolicySet', () => {
  it('has one policy for everybody where there are no layers', () => {
    const set = laid({});
    expect(set.all).toHaveLength(1);
    expect(set.policyFor(of('enterprise', 'mail'))).toBe(set.base);
    expect(set.base.layers).toEqual([]);
  });

  it('lays organisation, audience and channel over the base, the later over the earlier', () => {
    const set = laid({
      'organisation/escalation.yaml': 'turnLimit: 5\n',
      'audiences/premium/escalation.yaml': 'turnLimit: 6\n',
      'channels/mail/escalation.yaml': 'turnLimit: 7\n',
    });
    const limitOf = (tier: string, channel: string) => set.policyFor(of(tier, channel)).files.escalation.turnLimit;
    expect(limitOf('standard', 'kiosk')).toBe(5);
    expect(limitOf('premium', 'kiosk')).toBe(6);
    expect(limitOf('standard', 'mail')).toBe(7);
    expect(limitOf('premium', 'mail')).toBe(7);
    expect(set.policyFor(of('premium', 'mail')).layers).toEqual(['organisation', 'audiences/premium', 'channels/mail']);
    expect(set.all).toHaveLength(4);
  });

  it('gives every snapshot the hash of all texts', () => {
    const set = laid({ 'channels/mail/limits.yaml': 'passages: 4\n' });
    const other = laid({ 'channels/mail/limits.yaml': 'passages: 3\n' });
    expect(new Set(set.all.map(({ hash }) => hash))).toEqual(new Set([set.hash]));
    expect(other.hash).not.toBe(set.hash);
    expect(other.base.files).toEqual(set.base.files);
  });

  it('makes no policy while a turn asks for one', () => {
    const set = laid({ 'channels/mail/limits.yaml': 'passages: 4\n' });
    expect(set.policyFor(of('standard', 'mail'))).toBe(set.policyFor(of('gold', 'mail')));
  });

  it.each(['__proto__', 'constructor', '', ' ', 'audiences/premium', 'premium kiosk'])(
    'takes the tier %j for anybody else',
    (tier) => {
      const set = laid({ 'audiences/premium/limits.yaml': 'passages: 4\n' });
      expect(set.policyFor(of(tier))).toBe(set.base);
    },
  );

  it('lets a layer rest on another', () => {
    const set = laid({
      'audiences/premium/escalation.yaml': 'turnLimit: 6\n',
      'audiences/private/layer.yaml': 'extends: premium\n',
      'audiences/private/limits.yaml': 'passages: 4\n',
    });
    const { files, layers } = set.policyFor(of('private'));
    expect(layers).toEqual(['audiences/premium', 'audiences/private']);
    expect(files).toMatchObject({ escalation: { turnLimit: 6 }, limits: { passages: 4 } });
  });

  it.each([
    ['itself', { 'audiences/a/layer.yaml': 'extends: a\n' }],
    ['each other', { 'audiences/a/layer.yaml': 'extends: b\n', 'audiences/b/layer.yaml': 'extends: a\n' }],
    [
      'a circle above',
      {
        'audiences/a/layer.yaml': 'extends: b\n',
        'audiences/b/layer.yaml': 'extends: c\n',
        'audiences/c/layer.yaml': 'extends: b\n',
      },
    ],
  ])('refuses layers that rest on %s', (_, added) => {
    const { code, findings } = refusalOf(added);
    expect(code).toBe('layers-cyclic');
    expect(findings[0]).toMatch(/^policies\/audiences\/[abc]\/layer\.yaml:1:10 /u);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a value', { 'channels/mail/escalation.yaml': 'turnLimit: soon\n' }, 'channels/mail/escalation.yaml:1:12'],
    ['a field', { 'channels/mail/limits.yaml': 'passages: 3\npassage: 3\n' }, 'channels/mail/limits.yaml:2:10'],
    ['a queue', { 'organisation/escalation.yaml': 'defaultQueue: nowhere\n' }, 'organisation/escalation.yaml:1:15'],
    [
      'a condition',
      { 'audiences/premium/escalation.yaml': 'hard:\n  - id: complex\n    when: complexty == "complex"\n' },
      'audiences/premium/escalation.yaml:3:11',
    ],
    [
      'an id twice',
      { 'channels/mail/content.yaml': 'commitments: [{id: a}, {id: a}]\n' },
      'channels/mail/content.yaml:1:24',
    ],
    ['a file name', { 'channels/mail/escalate.yaml': 'turnLimit: 3\n' }, 'channels/mail/escalate.yaml:1:1'],
    ['a folder', { 'organization/tone.yaml': 'clarify: { en: What? }\n' }, 'organization/tone.yaml:1:1'],
    ['a layer to extend', { 'channels/mail/layer.yaml': 'extends: post\n' }, 'channels/mail/layer.yaml:1:10'],
    [
      'privacy for some',
      { 'audiences/premium/privacy.yaml': 'basis: consent\n' },
      'audiences/premium/privacy.yaml:1:1',
    ],
    [
      'intents for some',
      { 'channels/mail/intents.yaml': 'intents: [{id: lost-card, examples: [a b, c d, e f]}]\n' },
      'channels/mail/intents.yaml:1:11',
    ],
  ])('names the layer where %s is wrong', (_, added, place) => {
    const { findings } = refusalOf(added);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.startsWith(`policies/${place} `)).toBe(true);
  });

  it('lets a layer send an intent elsewhere', () => {
    const set = laid({ 'channels/mail/intents.yaml': 'intents: [{id: lost-card, queue: general, modes: [quoted]}]\n' });
    const intentOf = (channel: string) => set.policyFor(of('standard', channel)).intents.get('lost-card');
    expect(intentOf('mail')).toMatchObject({ queue: 'general', modes: ['quoted'] });
    expect(intentOf('mail')?.examples).toEqual(intentOf('kiosk')?.examples);
  });

  it('refuses more pairs of layers than it makes ready', () => {
    const added = Array.from({ length: 20 }, (_, index) => [
      [`audiences/a${index}/limits.yaml`, 'passages: 4\n'],
      [`channels/c${index}/limits.yaml`, 'passages: 4\n'],
    ]).flat();
    expect(refusalOf(Object.fromEntries(added)).code).toBe('layer-invalid');
  });
});
