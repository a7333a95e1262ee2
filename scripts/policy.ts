import { readPolicyFolder } from '../src/compose-policy.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { effectiveValues } from '../src/policy/effective-values.ts';
import { PolicyError } from '../src/policy/policy-error.ts';
import { createCommand } from './command.ts';

const { program, print, run } = createCommand('policy', 'check, show, test, compare and explain the policy files');

function check(): void {
  const { policies } = readEnvironment();
  try {
    const { base: policy } = readPolicyFolder(policies);
    const counts = `${policy.intents.size} intents, ${policy.handlers.length} handlers, ${policy.hardRules.length} hard rules, ${policy.softSignals.length} soft signals`;
    print({ ok: true, hash: policy.hash, findings: [] }, [`The policy is sound: ${counts}`, policy.hash]);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    print({ ok: false, code: error.code, findings: error.findings }, [
      ...error.findings,
      'A running appliance keeps its last good policy.',
    ]);
    process.exitCode = 1;
  }
}

function show(part: string, of: { readonly channel: string; readonly audience: string }): void {
  const policy = readPolicyFolder(readEnvironment().policies).policyFor({ tier: of.audience, channel: of.channel });
  const values = effectiveValues(policy).filter(({ path }) => path.startsWith(part));
  const layers = policy.layers.length > 0 ? policy.layers.join(', ') : 'none';
  const lines = values.map(({ path, value, at }) => `${path} = ${JSON.stringify(value)}  ${at}`);
  print({ hash: policy.hash, layers: policy.layers, values }, [...lines, `${values.length} values, layers: ${layers}`]);
}

program.command('check').description('read every file and say what is wrong, with line and column').action(check);
program
  .command('show')
  .description('print every value in force with the file, line and column that said it')
  .argument('[part]', 'the part to show, for example escalation.hard', '')
  .option('--channel <name>', 'as it is for conversations of this channel', '')
  .option('--audience <tier>', 'as it is for customers of this tier', '')
  .action(show);

await run();
