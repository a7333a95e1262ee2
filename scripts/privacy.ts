import { openSubjectCommands } from '../src/compose-privacy.ts';
import { writeSubjectCopy } from '../src/compose-subject-copy.ts';
import { ApplianceError, type ApplianceErrorCode } from '../src/pipeline/appliance-error.ts';
import type { SubjectCommands } from '../src/pipeline/subjects/subject-commands.ts';
import { createCommand } from './command.ts';
import { addExportCommands } from './privacy-exports.ts';
import { addKeyCommands } from './privacy-keys.ts';

const { program, progress, print, environment, run } = createCommand(
  'privacy',
  'what customers may ask about their data',
);

const nextSteps: Partial<Readonly<Record<ApplianceErrorCode, string>>> = {
  'subject-not-found':
    'Nothing is stored of this subject. Name it as its conversations were started, or an anonymous one by the id of its conversation.',
  'subject-held': 'The data is on hold. End the hold first: `npm run privacy -- release SUBJECT`.',
};

/** Runs on the data folder, or through the appliance that uses it, and says what to do about what is in the way. */
async function withSubjects<T>(what: string, act: (subjects: SubjectCommands) => Promise<T>): Promise<T> {
  progress.report(what);
  try {
    await using subjects = await openSubjectCommands(environment());
    return await act(subjects);
  } catch (error) {
    const next = error instanceof ApplianceError ? nextSteps[error.code] : undefined;
    throw next !== undefined && error instanceof ApplianceError ? new ApplianceError(error.code, next) : error;
  }
}

async function exportSubject(reference: string, options: { readonly out?: string }): Promise<void> {
  const copy = await withSubjects('gathering everything stored', (subjects) => subjects.export(reference));
  const files = writeSubjectCopy(environment().data, copy, options.out);
  const { subject, counts } = copy;
  const where = options.out === undefined ? 'They go with an erasure.' : 'An erasure does not reach them: delete them.';
  const lines = Object.entries(counts).map(([table, count]) => `  ${String(count).padStart(6)}  ${table}`);
  print({ subject, counts, files }, [`Everything stored of ${subject}:`, ...lines, ...files, where]);
}

async function erase(reference: string): Promise<void> {
  const signed = await withSubjects('erasing', (subjects) => subjects.erase(reference));
  const { certificate } = signed;
  const lines = certificate.erased.map((one) => `  ${String(one.records).padStart(6)}  ${one.class}, ${one.how}`);
  const pages = certificate.pagesRewritten
    ? 'Every page of the files was written anew.'
    : 'The store is large: its pages are written anew at the next start.';
  const entry = `Entry ${certificate.log.index} of the log says so; prove it with \`npm run audit -- verify\`.`;
  print(signed, [`Erased ${certificate.subject} at ${certificate.erasedAt}:`, ...lines, pages, entry, '', signed.note]);
}

async function hold(reference: string, options: { readonly reason: string }): Promise<void> {
  const view = await withSubjects('putting on hold', (subjects) => subjects.hold(reference, options.reason));
  print(view, [`${view.subject} is on hold since ${view.held?.at}: neither erased nor purged until it is released`]);
}

async function release(reference: string): Promise<void> {
  const view = await withSubjects('ending the hold', (subjects) => subjects.release(reference));
  print(view, [`${view.subject} is on hold no longer`]);
}

async function retention(options: { readonly dryRun?: true; readonly clockIsRight?: true }): Promise<void> {
  const report = await withSubjects('looking for what is older than policy allows', (subjects) =>
    subjects.retain({ dryRun: options.dryRun === true, clockIsRight: options.clockIsRight === true }),
  );
  const verb = report.dryRun ? 'would be deleted' : 'deleted';
  const lines = report.purges.flatMap(({ class: name, before, records }) =>
    Object.entries(records).map(([table, count]) => `${count} ${table} of class ${name} from before ${before} ${verb}`),
  );
  if (report.clockAheadOf === null) {
    return print(report, lines.length > 0 ? lines : ['Nothing is older than policies/privacy.yaml allows']);
  }
  print(report, [
    ...lines,
    `Nothing was deleted: the clock says ${report.at}, and the latest time known is ${report.clockAheadOf}, more than a week before`,
    'Set the clock right; if it is right, because the appliance was switched off, add --clock-is-right',
  ]);
  process.exitCode = 1;
}

const onSubject = (name: string, description: string) =>
  program
    .command(name)
    .description(description)
    .argument('<subject>', 'the reference its conversations were started with, or its pseudonym');

onSubject('export', 'write everything stored of a customer, for that customer, as JSON and as a page')
  .option('--out <folder>', 'write there instead of below the data folder')
  .action(exportSubject);
onSubject('erase', 'erase a customer everywhere and print the certificate').action(erase);
onSubject('hold', 'keep the data of a customer from erasure and purge')
  .requiredOption('--reason <text>', 'why; goes on the record, redacted')
  .action(hold);
onSubject('release', 'end a hold').action(release);
program
  .command('retention')
  .description('delete now what is older than policy allows, which otherwise happens every hour')
  .option('--dry-run', 'only say what would be deleted')
  .option('--clock-is-right', 'go by a clock that jumped more than a week ahead: the appliance was switched off')
  .action(retention);
addExportCommands(program, { print, progress, environment });
addKeyCommands(program, print);

await run();
