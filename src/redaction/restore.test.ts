import { describe, expect, it } from 'vitest';
import { restorePlaceholders } from './restore.ts';

const known = [
  { placeholder: '[NAME_1]', type: 'NAME', value: 'Jane $& Doe' },
  { placeholder: '[SECRET_1]', type: 'SECRET', value: '[NAME_1]' },
];

describe('restorePlaceholders', () => {
  it('puts back exact placeholders, each time', () => {
    expect(restorePlaceholders('[NAME_1], hello [NAME_1]', known)).toBe('Jane $& Doe, hello Jane $& Doe');
  });

  it('leaves placeholders of other conversations', () => {
    expect(restorePlaceholders('[NAME_2] [name_1] (NAME_1) [NAME_1 ]', known)).toBe(
      '[NAME_2] [name_1] (NAME_1) [NAME_1 ]',
    );
  });

  it('does not read placeholders inside values', () => {
    expect(restorePlaceholders('[SECRET_1]', known)).toBe('[NAME_1]');
  });
});
