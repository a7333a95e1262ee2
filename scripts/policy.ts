import { readPolicyFolder } from '../src/compose-policy.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { PolicyError } from '../src/policy/policy-error.ts';
import { createCommand } from './command.ts';

const { program, print, run } = createCommand('policy', 'check the policy files');

function check(): void {
  const { policies } = readEnvironment();
  try {
    const policy = readPolicyFolder(policies);
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

program.command('check').description('read every file and say what is wrong, with line and column').action(check);

await run();
