/** What ends a turn with a person: kept by its code alone. */
export class TurnFault extends Error {
  override readonly name = 'TurnFault';
  readonly code: 'recogniser-failed' | 'last-resort-rejected' | 'disk-low';

  constructor(code: TurnFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The stable code of a fault, or `unknown`: never its message, which may quote the customer. */
export function faultCodeOf(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null || !('code' in fault)) return 'unknown';
  return typeof fault.code === 'string' && /^[a-z][a-z0-9-]{1,40}$/u.test(fault.code) ? fault.code : 'unknown';
}
