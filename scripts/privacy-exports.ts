import { type Command, InvalidArgumentError, Option } from 'commander';
import { deidentifyConversations } from '../src/compose-deidentify.ts';
import { withClassification } from '../src/compose-evaluation.ts';
import { readPolicyFolder } from '../src/compose-policy.ts';
import { publishIntentCounts } from '../src/compose-releases.ts';
import { openStore } from '../src/compose-store.ts';
import type { Environment } from '../src/config/read-environment.ts';
import { type ExportFormat, exportFormats } from '../src/privacy/to-export-lines.ts';

type Print = (value: unknown, lines: readonly string[]) => void;

/** Where a command reads its settings, tells what it did, and how far it is. */
interface Output {
  readonly print: Print;
  readonly progress: { report(what: string): void };
  environment(): Environment;
}

const now = () => new Date();

async function deidentify(
  options: { purpose: string; out: string; format: ExportFormat; except?: string[] },
  { print, progress, environment: readEnvironment }: Output,
): Promise<void> {
  const environment = readEnvironment();
  const store = openStore(environment.data, now, environment.keyVault);
  try {
    const policy = readPolicyFolder(environment.policies).base;
    const wish = { ...options, except: options.except ?? [] };
    const report = await withClassification(environment, progress.report, (classify) =>
      deidentifyConversations(store, { policy, classify, now }, wish),
    );
    const { leftOut, kept } = report;
    print(report, [
      `${report.conversations} conversations, ${report.lines} lines written to ${report.out}`,
      ...(leftOut > 0 ? [`${leftOut} left out: a recogniser was down when something of them was redacted`] : []),
      ...(kept.length > 0 ? [`As written, because \`kept\` of privacy.yaml says so: ${kept.join(', ')}`] : []),
      'Labels are what the appliance took a message for: have them reviewed before anything learns from them.',
    ]);
  } finally {
    store.close();
  }
}

async function counts(
  options: { name: string; from: Date; until: Date },
  { data, policies, keyVault }: Environment,
  print: Print,
): Promise<void> {
  const store = openStore(data, now, keyVault);
  try {
    const policy = readPolicyFolder(policies).base;
    const release = await publishIntentCounts(store, { policy, now }, options);
    const { minimumGroup } = policy.files.privacy.releases;
    print(release, [
      ...release.counts.map(({ group, count }) => `${group.padEnd(32)} ${count ?? `below ${minimumGroup}`}`),
      `with noise, ε ${release.epsilonThousandths / 1_000}`,
    ]);
  } finally {
    store.close();
  }
}

function parseDay(text: string): Date {
  const day = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text) || Number.isNaN(day.getTime()))
    throw new InvalidArgumentError('expected a day, as 2026-11-01');
  return day;
}

/** Adds what leaves the appliance to `npm run privacy`. Both are refused while an appliance runs on the data folder. */
export function addExportCommands(program: Command, output: Output): void {
  const { print, environment } = output;
  program
    .command('deidentify')
    .description('write the conversations of those who agreed, with invented values in place of personal ones')
    .requiredOption('--purpose <id>', 'a purpose of privacy.yaml that says `export: true`')
    .requiredOption('--out <file>', 'the file to make, JSON lines')
    .addOption(new Option('--format <name>', 'what a line holds').choices(exportFormats).default('conversation'))
    .option('--except <conversations...>', 'leave these out, for example what an earlier try found')
    .action((options: Parameters<typeof deidentify>[0]) => deidentify(options, output));
  program
    .command('counts')
    .description('tell how many customers asked about what, with noise')
    .requiredOption('--name <name>', 'what this release is called; asked again it is told the same again')
    .requiredOption('--from <day>', 'first day, as 2026-11-01', parseDay)
    .requiredOption('--until <day>', 'the day after the last', parseDay)
    .action((options: Parameters<typeof counts>[0]) => counts(options, environment(), print));
}
