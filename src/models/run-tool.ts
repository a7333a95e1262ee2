import { execFile } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** How a tool of the operating system ended. */
export type ToolResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-installed' }
  /** `line` is what it said last, without colours and at most 200 characters. */
  | { readonly kind: 'failed'; readonly line: string };

/** Fetching a large archive over a slow line takes its time; a tool that hangs does not. */
const TOOL_TIME_LIMIT_MS = 30 * 60 * 1000;

/** No such file on PATH, an entry of PATH that is no folder, and a shell's or a shim's way to say the same. */
const NOT_INSTALLED: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 127]);

/** Runs a tool without a shell; its first word is looked up on PATH. */
export function runTool(
  command: readonly [string, ...string[]],
  options: { readonly folder: string; readonly signal?: AbortSignal | undefined },
): Promise<ToolResult> {
  const [tool, ...words] = command;
  return new Promise((resolve) => {
    execFile(
      tool,
      words,
      { cwd: options.folder, timeout: TOOL_TIME_LIMIT_MS, maxBuffer: 16 * 2 ** 20, signal: options.signal },
      (error, stdout, stderr) => {
        if (!error) resolve({ kind: 'done' });
        else if (NOT_INSTALLED.has(error.code)) resolve({ kind: 'not-installed' });
        else if (/No module named pip/.test(stderr)) resolve({ kind: 'not-installed' });
        else if (error.killed)
          resolve({ kind: 'failed', line: `${tool} was stopped after ${TOOL_TIME_LIMIT_MS / 60_000} min` });
        else resolve({ kind: 'failed', line: lineOf(`${stdout}\n${stderr}`) ?? `${tool} ended with ${error.code}` });
      },
    );
  });
}

/** The line that says what went wrong: the last that names an error, else the last there is. */
function lineOf(output: string): string | undefined {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const named = lines.filter(
    (line) => /^\[?error\b/i.test(line) && !/\[Help 1\]|re-run Maven|For more information/i.test(line),
  );
  return (named.at(0) ?? lines.at(-1))?.replace(/^\[?ERROR\]?:?\s*/i, '').slice(0, 200);
}
