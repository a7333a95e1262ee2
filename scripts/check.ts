import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from './progress.ts';
import { type ProgramEnd, printFault, root, runProgram, runScript, toolPath } from './run-program.ts';

const help = `Checks types, lint, format, dead code, layers, policies and tests.

  --fast    leaves the tests out
  --json    prints one JSON object with every step, its seconds and the output of those that failed
  --help    prints this text

Exit code: 0 when nothing was found, 1 for a finding, 2 for wrong usage.
`;

interface Step {
  readonly name: string;
  run(): Promise<ProgramEnd>;
}

interface StepEnd {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** Empty for a step that found nothing. */
  readonly output: string;
}

function listSteps(isFast: boolean): readonly Step[] {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const steps = [
    toolStep('types', 'tsc', ['-p', 'tsconfig.json']),
    toolStep('types of the pages', 'tsc', ['-p', 'src/console/tsconfig.json']),
    toolStep('lint', 'oxlint', ['--type-aware', '--deny-warnings']),
    toolStep('format', 'biome', ['ci', '--error-on-warnings', '--colors=off']),
    toolStep('dead code', 'knip', ['--no-progress']),
    {
      name: 'layers',
      run: () => runProgram(process.execPath, [vitest, 'run', 'test/architecture.test.ts'], { output: 'kept' }),
    },
  ];
  if (existsSync(join(root, 'scripts/policy.ts'))) {
    steps.push({ name: 'policies', run: () => runScript('policy.ts', ['check'], 'kept') });
  }
  if (!isFast) steps.push({ name: 'tests', run: () => runScript('test.ts', [], 'kept') });
  return steps;
}

function toolStep(name: string, tool: string, parameters: readonly string[]): Step {
  return { name, run: () => runProgram(toolPath(tool), parameters, { output: 'kept' }) };
}

async function runStep(step: Step): Promise<StepEnd> {
  const startedAt = performance.now();
  const { code, output } = await step.run();
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  return { name: step.name, ok: code === 0, seconds, output: code === 0 ? '' : output.trim() };
}

/** Every step runs, so that one look shows every finding. */
async function check(isFast: boolean, asJson: boolean): Promise<number> {
  const progress = createProgress();
  const ends: StepEnd[] = [];
  for (const step of listSteps(isFast)) {
    progress.report(step.name);
    const end = await runStep(step);
    progress.finish();
    ends.push(end);
    if (asJson) continue;
    process.stdout.write(`${end.ok ? 'ok    ' : 'failed'} ${end.seconds.toFixed(1).padStart(6)} s  ${end.name}\n`);
    if (!end.ok) process.stdout.write(`\n${end.output}\n\n`);
  }
  const failed = ends.filter(({ ok }) => !ok);
  if (asJson) process.stdout.write(`${JSON.stringify({ ok: failed.length === 0, steps: ends }, null, 2)}\n`);
  else if (failed.length > 0) process.stdout.write(`Findings in: ${failed.map(({ name }) => name).join(', ')}\n`);
  return failed.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ options: { fast: flag, json: flag, help: flag, offline: flag, debug: flag } });
    if (!values.help) return await check(values.fast, values.json);
    process.stdout.write(help);
    return 0;
  } catch (error) {
    return printFault('Cannot check', error);
  }
}

process.exitCode = await main();
