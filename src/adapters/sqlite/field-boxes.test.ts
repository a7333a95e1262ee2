import { describe, expect, it } from 'vitest';
import { keysInMemory } from '../../../test/support/keys-in-memory.ts';
import { type BoxPlace, createFieldBoxes } from './field-boxes.ts';

const place: BoxPlace = { subject: 's_1', field: 'turns.question', row: ['c_1', 1] };

describe('a field box', () => {
  it('opens where it was closed and nowhere else', () => {
    const boxes = createFieldBoxes(keysInMemory());
    const box = boxes.closeText(place, 'Zyxwvut-Quorble');
    expect(box.includes('Zyxwvut')).toBe(false);
    expect(boxes.openText(place, box)).toBe('Zyxwvut-Quorble');
    const others: readonly BoxPlace[] = [
      { ...place, field: 'turns.view' },
      { ...place, row: ['c_1', 2] },
      { ...place, row: ['c_2', 1] },
      { ...place, row: ['c_1'] },
    ];
    for (const other of others) {
      expect(() => boxes.openText(other, box)).toThrow(expect.objectContaining({ code: 'box-damaged' }));
    }
  });

  it('does not open for another subject, not even one who has a key', () => {
    const boxes = createFieldBoxes(keysInMemory());
    const box = boxes.closeText(place, 'text');
    boxes.closeText({ ...place, subject: 's_2' }, 'text');
    expect(() => boxes.open({ ...place, subject: 's_2' }, box)).toThrow(
      expect.objectContaining({ code: 'box-damaged' }),
    );
    expect(boxes.open({ ...place, subject: 's_3' }, box)).toBeUndefined();
  });

  it('is read as nothing once the key was destroyed, and none can be closed any more', () => {
    const keys = keysInMemory();
    const boxes = createFieldBoxes(keys);
    const box = boxes.closeText(place, 'text');
    keys.destroyKey('s_1');
    expect(boxes.openText(place, box)).toBeUndefined();
    expect(() => boxes.closeText(place, 'text')).toThrow(expect.objectContaining({ code: 'key-erased' }));
  });
});
