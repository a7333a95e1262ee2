import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPages } from './build-pages.ts';
import { createProgress } from './progress.ts';
import { printFault, root, runProgram, toolPath } from './run-program.ts';

const help = `Compiles sources and pages into dist/, which "npm start" runs.

  --json    prints one JSON object
  --help    prints this text
`;
/** What of models/ belongs to the code: the compiled catalogue reader looks for it beside dist/src. */
const modelResources = ['catalogue.yaml', 'configs', 'examinations'];

/** Compiled here first, so that a build that fails leaves the one before it in place. */
const draft = join(root, 'dist/.draft');

async function build(): Promise<readonly string[]> {
  const progress = createProgress();
  rmSync(draft, { recursive: true, force: true });
  progress.report('compiling');
  const parameters = ['-p', 'tsconfig.build.json', '--outDir', draft];
  const { code, output } = await runProgram(toolPath('tsc'), parameters, { output: 'kept' });
  progress.finish();
  if (code !== 0) throw new Error(`the compiler found mistakes\n${output.trim()}`);

  const copied = [...listResources(), ...modelResources.map((name) => join('models', name))];
  for (const path of copied) cpSync(join(root, path), join(draft, path), { recursive: true });
  progress.report('building pages');
  await buildPages({ root });
  progress.finish();
  for (const folder of readdirSync(draft)) {
    rmSync(join(root, 'dist', folder), { recursive: true, force: true });
    renameSync(join(draft, folder), join(root, 'dist', folder));
  }
  rmSync(draft, { recursive: true });
  return copied;
}

/** Everything beside the sources that is read when they run: migrations, for example. */
function listResources(): readonly string[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !['.ts', '.tsx'].includes(extname(file.name)))
    .map((file) => relative(root, join(file.parentPath, file.name)))
    .filter((path) => !path.startsWith(join('src', 'console')));
}

async function main(): Promise<number> {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ options: { json: flag, help: flag, offline: flag, debug: flag } });
    if (values.help) {
      process.stdout.write(help);
      return 0;
    }
    const copied = await build();
    const told = values.json ? JSON.stringify({ folder: 'dist', copied }) : 'Built dist/: "npm start" runs it.';
    process.stdout.write(`${told}\n`);
    return 0;
  } catch (error) {
    return printFault('Cannot build', error);
  }
}

process.exitCode = await main();
