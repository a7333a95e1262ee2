import { describe, expect, it } from 'vitest';
import { parseLogEntry } from '../../audit/entry-format.ts';
import { compareTurns } from './compare-turns.ts';
import type { TurnEntry } from './recorded-inputs.ts';

interface Story {
  readonly outcome?: 'answered' | 'clarifying';
  readonly reply?: string;
  readonly relevance?: number;
  readonly at?: string;
  readonly prompt?: string;
}

function given({
  outcome = 'answered',
  reply = 'It is free.',
  relevance = 0.5,
  at = 'a.yaml:1:1',
  prompt = 'Q',
}: Story = {}) {
  const entry = parseLogEntry({
    v: 2,
    at: '2026-11-21T09:00:00.000Z',
    actor: { role: 'kiosk', key: 'k_1' },
    conversation: 'c_1',
    kind: 'turn',
    turn: 1,
    outcome,
    question: 'What does it cost?',
    reply,
    mode: 'quoted',
    citations: [],
    decision: {
      policy: 'sha256:p',
      rules: [{ stage: 'after', id: 'stale', at }],
      signals: { relevance, language: 'en' },
      drafts: [{ mode: 'quoted', accepted: true, findings: [] }],
      versions: { knowledge: 'sha256:k', embedModel: { id: 'e', sha256: 'e' }, textModel: null },
      fault: null,
      explanation: { nodes: [] },
    },
    record: {
      v: 1,
      entities: [],
      redactionComplete: true,
      streamed: false,
      passages: [{ id: 'a#1', version: 'sha256:a', relevance, sentences: [relevance] }],
      generations: [{ user: { text: prompt }, output: { text: reply }, end: 'complete', usage: null }],
    },
    versions: { policy: 'sha256:p', knowledge: 'sha256:k', embedModel: 'e' },
    entityTypes: [],
    receivedAt: '2026-11-21T09:00:00.000Z',
  });
  if (entry.kind !== 'turn') throw new Error('The entry is no turn');
  return entry;
}

const compare = (recorded: TurnEntry, replayed: TurnEntry, isSameVersions = true) =>
  compareTurns(recorded, replayed, { isSameVersions });

describe('compareTurns', () => {
  it('takes numbers for the same that other work in a batch moves', () => {
    expect(compare(given(), given({ relevance: 0.500_9 }))).toEqual({
      differences: [],
      inputs: [],
      isNearThreshold: false,
    });
  });

  it('names every value that is other, signals and prompts included', () => {
    const { differences, isNearThreshold } = compare(given(), given({ relevance: 0.502, prompt: 'Another' }));
    expect(differences.map(({ what }) => what)).toEqual(['signal relevance', 'relevance of passage 1', 'prompt 1']);
    expect(isNearThreshold).toBe(false);
  });

  it('flags a turn that ends otherwise on the same values', () => {
    const flip = compare(given(), given({ outcome: 'clarifying', relevance: 0.500_5 }));
    expect(flip).toMatchObject({
      isNearThreshold: true,
      differences: [{ what: 'outcome', recorded: 'answered', replayed: 'clarifying' }],
    });
    expect(compare(given(), given({ outcome: 'clarifying', relevance: 0.6 })).isNearThreshold).toBe(false);
  });

  it('holds rules to their place under the same policy alone', () => {
    const moved = given({ at: 'a.yaml:2:1' });
    expect(compare(given(), moved).differences.map(({ what }) => what)).toEqual(['rules']);
    expect(compare(given(), moved, false).differences).toEqual([]);
  });

  it('shows other signals beside an ending under another policy, and by themselves as no difference', () => {
    expect(compare(given(), given({ relevance: 0.9 }), false)).toMatchObject({
      differences: [],
      inputs: [{ what: 'signal relevance' }, { what: 'relevance of passage 1' }],
    });
    expect(compare(given(), given({ reply: 'It costs $5.' }), false).differences).toEqual([
      { what: 'reply', recorded: 'It is free.', replayed: 'It costs $5.' },
    ]);
  });
});
