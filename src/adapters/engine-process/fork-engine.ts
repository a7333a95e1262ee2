import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Where the engine's entry file lies beside `callerUrl`: `.ts` when the caller runs from source, `.js` when compiled.
 *
 * @param name file name without its extension
 */
export function engineModuleBeside(callerUrl: string, name: string): URL {
  return new URL(`./${name}.${callerUrl.endsWith('.ts') ? 'ts' : 'js'}`, callerUrl);
}

/**
 * Forks the engine with an environment of its own, so that it inherits none of the server's secrets, and with its
 * output dropped, because engines print what they are fed.
 */
export function forkEngine(module: URL, environment: Readonly<Record<string, string>>): ChildProcess {
  return fork(fileURLToPath(module), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...environment },
    execArgv: module.pathname.endsWith('.ts') ? ['--import', loaderOfSources()] : [],
  });
}

function loaderOfSources(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
