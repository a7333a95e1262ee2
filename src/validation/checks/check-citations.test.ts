import { describe, expect, it } from 'vitest';
import { givenCitation, givenPassage, givenSubject } from '../../../test/support/given-draft.ts';
import type { Citation } from '../../conversation/reply.ts';
import type { EvidencePassage } from '../evidence.ts';
import { checkCitations } from './check-citations.ts';

const passage = givenPassage('A card is free. It comes by post.');

function faults(fields: Partial<Citation>, other: Partial<EvidencePassage> = {}, audience = 'public'): string[] {
  const held = { ...passage, ...other };
  const subject = givenSubject({
    sentences: ['A card is free.'],
    evidence: { passages: [held], audience },
    citations: [givenCitation(passage, fields)],
  });
  return checkCitations(subject).map((finding) => finding.detail);
}

describe('checkCitations', () => {
  it('passes a literal piece of a retrieved passage', () => {
    expect(faults({ quote: 'It comes by post.' })).toEqual([]);
  });

  it.each([
    ['unknown-passage', { passage: 'cards#9' }],
    ['other-version', { version: 'sha256:0' }],
    ['quote-not-literal', { quote: 'A card is  free.' }],
    ['quote-not-literal', { quote: ' ' }],
  ] as const)('finds %s', (fault, fields) => {
    expect(faults(fields)).toEqual([fault]);
  });

  it('finds a passage that reads like an instruction', () => {
    expect(faults({}, { suspect: true })).toEqual(['suspect-passage']);
  });

  it('finds a passage this customer may not see', () => {
    expect(faults({}, { audience: 'staff' })).toEqual(['audience']);
    expect(faults({}, { audience: 'gold' }, 'gold')).toEqual([]);
    expect(faults({}, { audience: 'gold' }, 'staff')).toEqual([]);
  });

  it('asks a citation of knowledge and none of policy', () => {
    const modes = ['quoted', 'composed', 'scripted'] as const;
    const counts = modes.map((mode) => checkCitations(givenSubject({ mode, citations: [] })).length);
    expect(counts).toEqual([1, 1, 0]);
  });
});
