import { Option } from 'commander';
import { qualifyFromCommand } from '../src/compose-qualify.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { toCheckLines, toListLines, toPullLines, toQualificationLines } from '../src/models/describe-models.ts';
import type { LocalModel } from '../src/models/local-models.ts';
import { createModelStore, type ModelStore } from '../src/models/model-store.ts';
import { type QualificationRole, qualificationRoles } from '../src/models/registry.ts';
import { createCommand } from './command.ts';
import { parseCount } from './parse-count.ts';
import { formatBytes } from './progress.ts';

const { program, progress, print, run } = createCommand('models', 'fetch, list, verify, add and examine models');

async function openStore(): Promise<ModelStore> {
  const { models: directory, offline } = readEnvironment();
  return createModelStore({ directory, offline });
}

async function pull(ids: string[], { from, offline }: { from?: string; offline?: true }): Promise<void> {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  const pulled = await (await openStore()).pullModels(ids, {
    from,
    offline,
    signal: interruption.signal,
    onProgress({ model, source, path, bytes, totalBytes }) {
      const amount = bytes === undefined ? 'fetching' : `${path} ${formatBytes(bytes, totalBytes)}`;
      progress.report(`${model} from ${source}: ${amount}`);
    },
  });
  print(pulled, toPullLines(pulled));
}

async function list(): Promise<void> {
  progress.report('verifying');
  const listed = await (await openStore()).listModels();
  print(listed, toListLines(listed));
}

async function verify(ids: string[], { full }: { full?: true }): Promise<void> {
  const checks = await (await openStore()).verifyModels(ids, {
    full,
    onModel: (id) => progress.report(`verifying ${id}`),
  });
  print(checks, toCheckLines(checks));
  if (checks.some((check) => check.state !== 'present')) process.exitCode = 1;
}

async function add(file: string, options: LocalModel): Promise<void> {
  progress.report(`adding ${file}`);
  const entry = await (await openStore()).addModel(file, options);
  print(entry, [`Added ${entry.id}, sha256 ${entry.files[0]?.sha256}`]);
}

async function qualify(model: string | undefined, { role }: { role?: QualificationRole }): Promise<void> {
  const results = await qualifyFromCommand(readEnvironment(), {
    model,
    roles: role === undefined ? qualificationRoles : [role],
    onProgress: (examined, done, of) => progress.report(`${examined}: question ${done} of ${of}`),
  });
  print(results, results.flatMap(toQualificationLines));
  if (results.some(({ passed }) => !passed)) process.exitCode = 1;
}

program
  .command('pull [ids...]')
  .description('fetch and verify models, by default the default ones, from the first source that has them')
  .option('--from <path>', 'a folder or zip archive to look into first')
  .option('--offline', 'never touch the network')
  .action(pull);
program.command('list').description('what is in the catalogue and on disk').action(list);
program
  .command('verify [ids...]')
  .description('compare the files of models, by default of all pulled ones, with their hashes')
  .option('--full', 'read every byte again')
  .action(verify);
program
  .command('add <file>')
  .description('register a GGUF or ONNX file of your own')
  .requiredOption('--id <id>', 'its name here')
  .requiredOption('--licence <spdx>', 'its licence')
  .addOption(new Option('--role <role>', 'what it is for').choices(['text', 'embed']).default('text'))
  .option('--context-tokens <count>', 'tokens it reads at once', parseCount)
  .action(add);

program
  .command('qualify [model]')
  .description('examine a text model, by default the configured one in every role, and record the signed results')
  .addOption(new Option('--role <role>', 'this role alone').choices(qualificationRoles))
  .action(qualify);

await run();
