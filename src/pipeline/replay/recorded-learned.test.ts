import { describe, expect, it } from 'vitest';
import type { TurnRecord } from './recorded-inputs.ts';
import { recordedLearned } from './recorded-learned.ts';

const leak = (detail: string) => ({ check: 'personal-data-leak', detail });
const sentences = [
  { text: 'Ask stphon.', findings: [leak('NAME'), leak('EMAIL'), leak('foreign-placeholder')] },
  { text: 'Done.', findings: [{ check: 'empty', detail: 'x' }] },
];
// Only what is read of a record.
const record = { drafts: [{ mode: 'composed', sentences }] } as unknown as TurnRecord;
const findLearned = recordedLearned({ record }, () => [{ type: 'EMAIL', start: 0, end: 3 }]);

describe('recordedLearned', () => {
  it('finds again what rules do not find', async () => {
    expect(await findLearned('Ask stphon.')).toEqual([{ type: 'NAME', start: 0, end: 11 }]);
    expect(await findLearned('Done.')).toEqual([]);
  });

  it('finds nothing where the turn was cut off before a draft was recorded', async () => {
    const cut = recordedLearned({ record: { ...record, drafts: [] } }, () => []);
    expect(await cut('Ask stphon.')).toEqual([]);
  });

  it('fails again where nothing was read', async () => {
    await expect(findLearned('Never said.')).rejects.toMatchObject({ code: 'engine-failed' });
  });
});
