import { type Command, Option } from 'commander';
import { openCatalogueEngines } from '../src/compose-engines.ts';
import { noteCommand } from '../src/compose-note-command.ts';
import { openReplay } from '../src/compose-replay.ts';
import { readConfig } from '../src/config/read-config.ts';
import type { Environment } from '../src/config/read-environment.ts';
import { ModelError } from '../src/models/model-error.ts';
import { type ReplayedLine, toCountLine, toReplayLines } from './audit-lines.ts';
import type { createCommand } from './command.ts';
import { parseCount } from './parse-count.ts';

interface ReplayCommandOptions {
  readonly turn?: number;
  readonly versions: 'recorded' | 'present';
  readonly policies?: string;
  readonly database?: string;
}

/** Nobody waits for one answer: examples of another policy are embedded in one go, beside a busy appliance. */
const PATIENT_MS = 120_000;

type AuditCommand = ReturnType<typeof createCommand>;

export function describeReplay(own: Command, command: AuditCommand): void {
  own
    .description('run recorded turns again and show what comes out otherwise; writes nothing')
    .argument('[conversation]', 'the conversation, by default every one')
    .option('--turn <number>', 'this turn alone', parseCount)
    .addOption(
      new Option('--versions <which>', 'with what the turns were recorded with, or with what is here now')
        .choices(['recorded', 'present'])
        .default('recorded'),
    )
    .option('--policies <folder>', 'under these policies in place of those in force then')
    .option('--database <file>', 'the database, by default confidant.db of the data folder')
    .action(createReplayAction(command));
}

/** Runs recorded turns again, beside a running appliance too. The text model is opened only where it is to speak anew. */
function createReplayAction({ progress, print, environment: readEnvironment }: AuditCommand) {
  return async function replay(conversation: string | undefined, options: ReplayCommandOptions): Promise<void> {
    progress.report('opening models');
    const environment = readEnvironment();
    const engines = await openEngines(environment, options);
    try {
      using recorded = await openReplay({ ...options, environment, engines });
      if (options.database === undefined)
        noteCommand(environment.data, 'log-read', `conversation ${conversation ?? 'any'}`);
      const turns: ReplayedLine[] = [];
      for (const one of conversation === undefined ? recorded.conversations() : [conversation]) {
        progress.report(`running turns again, ${turns.length} so far`);
        for (const turn of await recorded.replay(one, options.turn)) turns.push({ conversation: one, ...turn });
      }
      if (turns.length === 0) throw new Error(`Nothing is recorded of "${conversation ?? 'any conversation'}"`);
      print({ turns }, [...toReplayLines(turns), toCountLine(turns)]);
      if (turns.some(({ kind }) => kind !== 'same' && kind !== 'left-out')) process.exitCode = 1;
    } finally {
      await engines.close();
    }
  };
}

async function openEngines(environment: Environment, { versions }: ReplayCommandOptions) {
  const config = readConfig(environment.config);
  const text = versions === 'present' ? config.text : { ...config.text, model: 'none' };
  const embed = { ...config.embed, deadlineMs: PATIENT_MS };
  const wanted = { ...config, text, embed, tokens: { ...config.tokens, model: 'none' } };
  const engines = await openCatalogueEngines({ ...environment, offline: true }, wanted);
  const problem = engines.problems['encoder-engine'];
  if (problem === undefined) return engines;
  await engines.close();
  throw new ModelError('model-missing', problem);
}
