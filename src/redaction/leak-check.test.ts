import { describe, expect, it } from 'vitest';
import { createLeakCheck } from './leak-check.ts';

const findPersonalData = createLeakCheck({ defaultCountry: 'GB', ours: ['help@bank.example'] });
const known = [{ placeholder: '[EMAIL_1]', type: 'EMAIL', value: 'jane@x.example' }];

describe('createLeakCheck', () => {
  it('finds data the customer did not write', () => {
    const text = 'Your card is 4111 1111 1111 1111.';
    const { leaks } = findPersonalData(text, { known, allowed: [] });
    expect(leaks.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
      ['CARD', '4111 1111 1111 1111'],
    ]);
  });

  it('allows the own data of the customer in any spelling', () => {
    expect(findPersonalData('We wrote to Jane@X.example and [EMAIL_1].', { known, allowed: [] }).leaks).toEqual([]);
  });

  it('allows what sources publish and what is ours', () => {
    const allowed = ['Call us on 020 7946 0958 on weekdays.'];
    const text = 'Please call +44 20 7946 0958 or write to help@bank.example.';
    expect(findPersonalData(text, { known: [], allowed }).leaks).toEqual([]);
    expect(findPersonalData(text, { known: [], allowed: [] }).leaks).toHaveLength(1);
  });

  it('finds placeholders of other conversations', () => {
    expect(findPersonalData('Dear [NAME_3]', { known, allowed: [] }).leaks).toMatchObject([{ type: 'NAME', start: 5 }]);
  });

  it('says when a detector failed', () => {
    const broken = createLeakCheck({
      detectors: [
        {
          id: 'failing',
          find: () => {
            throw new Error('broken');
          },
        },
      ],
    });
    expect(broken('hello', { known: [], allowed: [] })).toEqual({ leaks: [], complete: false });
  });
});
