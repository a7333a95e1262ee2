import { describe, expect, it } from 'vitest';
import { parseStaffName } from './staff-name.ts';

describe('parseStaffName', () => {
  it.each([
    [' Robin ', 'robin'],
    ['Ｋｉｍ', 'kim'],
    ['a.b-c_d@site.example', 'a.b-c_d@site.example'],
    ['Zoë', 'zoë'],
    ['x', 'x'],
  ])('spells %j as %j', (typed, name) => {
    expect(parseStaffName(typed)).toBe(name);
  });

  it.each(['', ' ', '.', 'a b', '-a', 'a-', 'a\u202Eb', 'a\nb', '<b>', 'x'.repeat(65)])('refuses %j', (typed) => {
    expect(() => parseStaffName(typed)).toThrow(expect.objectContaining({ code: 'name-invalid' }));
  });
});
