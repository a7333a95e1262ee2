import type { ModelErrorCode } from './model-error.ts';

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

/** The sentence that says what to do about a fault with models. */
export function nextStepFor(code: ModelErrorCode): string {
  return NEXT_STEPS[code];
}
