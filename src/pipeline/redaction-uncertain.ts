import { ApplianceError } from './appliance-error.ts';

/** A text is not taken while a recogniser is down; the caller sends it again, and nothing of it was kept. */
export function redactionUncertain(): ApplianceError {
  return new ApplianceError('overloaded', 'The text cannot be redacted completely now; try again in a moment');
}
