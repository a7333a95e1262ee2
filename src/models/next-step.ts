import { ModelError, type ModelErrorCode } from './model-error.ts';

const CHECK_MACHINE = 'Check memory and load of the machine, then run `npm run models -- verify --full`.';
const CORRECT_FILE = 'Correct what is named above; models/README.md explains the fields.';

const NEXT_STEPS: Readonly<Record<ModelErrorCode, string>> = {
  'model-missing': 'See `npm run models -- list` for the ids, and fetch one with `npm run models -- pull ID`.',
  'model-corrupt': 'Run `npm run models -- pull ID` to fetch it again; never use a file that came with another hash.',
  'model-unavailable': 'Fetch the file on a machine with a network and run `npm run models -- pull --from PATH` here.',
  'catalogue-invalid': CORRECT_FILE,
  'examination-invalid': CORRECT_FILE,
  cancelled: 'Run the same command again: a download goes on where it stopped.',
  'choices-invalid': 'Choose a model whose vocabulary has a token for each letter.',
  'prompt-too-long': 'Choose a model with a longer context.',
  'engine-down': CHECK_MACHINE,
  'engine-timeout': CHECK_MACHINE,
  'engine-failed': CHECK_MACHINE,
  'queue-full': CHECK_MACHINE,
  'breaker-open': 'It is tried again by itself within seconds.',
};

/** What an operator is told about a fault. */
export interface FaultReport {
  readonly code: string;
  readonly message: string;
  /** The sentence that says what to do. */
  readonly next: string;
}

/** Words a fault of a command about models; anything else than a {@link ModelError} keeps its own code. */
export function toFaultReport(error: unknown): FaultReport {
  if (error instanceof ModelError) return { code: error.code, message: error.message, next: NEXT_STEPS[error.code] };
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return { code, message, next: 'Correct this and run the command again.' };
}
