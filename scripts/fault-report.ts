import { ModelError } from '../src/models/model-error.ts';
import { nextStepFor } from '../src/models/next-step.ts';

/** What an operator reads about a fault. */
export interface FaultReport {
  readonly code: string;
  readonly message: string;
  /** The sentence that says what to do. */
  readonly next: string;
}

const START_ONCE = 'Start the appliance once with `npm run up`, or name its data folder in CONFIDANT_DATA.';
const FREE_SPACE = 'Free some disk space, then run the command again.';
const BRING_BACK = 'Keep the file as it is, and bring back a backup: `npm run backup -- restore FOLDER`.';
const OWN_FILE = 'Run the command as the user the appliance runs as, and look at the rights of the folder.';

/** By code, where a message does not say it already. */
const nextSteps: Readonly<Partial<Record<string, string>>> = {
  'store-missing': START_ONCE,
  'data-missing': START_ONCE,
  'log-missing': START_ONCE,
  'store-not-started': START_ONCE,
  'store-full': FREE_SPACE,
  'no-space': FREE_SPACE,
  ENOSPC: FREE_SPACE,
  'store-unwritable': OWN_FILE,
  EACCES: OWN_FILE,
  EPERM: OWN_FILE,
  'store-damaged': BRING_BACK,
  'store-newer': 'Install the release that wrote the store, or a later one.',
  'store-in-use': 'Wait until the other command has ended, then run this one again.',
  'environment-invalid': 'Correct the variables named above; docs/operating.md lists them all.',
  'config-invalid': 'Correct the file at the place named above; docs/operating.md shows every field.',
  ENOENT: 'Look at the spelling of the path; it is relative to the folder the command runs in.',
};

/** Says of any fault what it is and what to do about it. */
export function toFaultReport(error: unknown): FaultReport {
  if (error instanceof ModelError) {
    return { code: error.code, message: error.message, next: nextStepFor(error.code) };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  const next = nextSteps[code] ?? 'Put right what is named above and run the command again; --debug shows more.';
  return { code, message: toMessage(error, code), next };
}

function toMessage(error: unknown, code: string): string {
  if (code === 'ENOENT' && error instanceof Error && 'path' in error) {
    return `Cannot read "${String(error.path)}": there is no such file`;
  }
  return error instanceof Error ? error.message : String(error);
}
