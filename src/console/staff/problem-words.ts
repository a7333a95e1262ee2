import { StaffProblem } from './staff-api.ts';

const words: Readonly<Record<string, string>> = {
  'sign-in-refused': 'That name and password do not go together here.',
  'sign-in-expired': 'That sign-in took too long. Please begin again.',
  'role-missing': 'Your organisation gives you no role here. Please ask whoever looks after your account.',
  'provider-failed': 'Your organisation’s sign-in did not answer as it must. Please try again, or use a password.',
  'cross-site': 'This page was opened through another address. Please use the one you were given.',
  'tls-needed': 'This connection is not protected. Please open the page through https.',
  unauthorized: 'You are signed out. Please sign in again.',
  unreachable: 'The appliance does not answer. Please try again in a moment.',
};

/** What a person is told about a code; codes nobody has words for are shown as they are. */
export function wordsFor(code: string, retryAfter: number | null = null): string {
  if (retryAfter !== null && (code === 'sign-in-locked' || code === 'rate-limited')) {
    const minutes = Math.ceil(retryAfter / 60);
    return `Too many attempts. Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
  }
  return words[code] ?? `That did not work (${code}).`;
}

export function wordsForError(error: unknown): string {
  return error instanceof StaffProblem ? wordsFor(error.code, error.retryAfter) : wordsFor('unreachable');
}

const notRecorded = 'It could not be put on the record, so nothing is shown. Please try again in a moment.';

const revealWords: Readonly<Record<string, string>> = {
  'not-found': 'This value is not shown: it is not kept any more, or your role may not see values of this kind.',
  'input-invalid': 'Please say in a few words why you need it: at least eight characters.',
  'store-full': notRecorded,
  'store-failed': notRecorded,
  overloaded: notRecorded,
  'shutting-down': notRecorded,
};

/** Why a value is not shown. */
export function wordsForReveal(error: unknown): string {
  const why = error instanceof StaffProblem ? revealWords[error.code] : undefined;
  return why ?? wordsForError(error);
}
