import { InvalidArgumentError } from 'commander';

/** A whole number above 0, as it stands on the command line. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new InvalidArgumentError('expected a whole number above 0');
  return Number(text);
}
