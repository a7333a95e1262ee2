/** Shows how far a long task is: one line that changes on a terminal, else a line every few seconds. */
export interface Progress {
  /** Says what is going on; cheap to call often. */
  report(line: string): void;
  /** Ends the task, with a line that stays if one is given. */
  finish(line?: string): void;
}

/** Where lines cannot be redrawn: the first after a second, then one each five. */
const FIRST_LINE_MS = 1000;
const BETWEEN_LINES_MS = 5000;
const REDRAW_MS = 200;

/** Prints to standard error, so that `--json` output stays clean. */
export function createProgress(output: NodeJS.WriteStream = process.stderr): Progress {
  const isTerminal = output.isTTY;
  let current: string | undefined;
  let startedAt = 0;
  let nextLineAt = 0;
  let timer: NodeJS.Timeout | undefined;

  /** A task that reports nothing for a while still shows its seconds. */
  function draw(): void {
    if (current === undefined) return;
    const now = Date.now();
    const line = `${current} (${Math.floor((now - startedAt) / 1000)} s)`;
    if (isTerminal) output.write(`\r\u001B[2K${line.slice(0, Math.max(20, output.columns - 1))}`);
    else if (now >= nextLineAt) {
      output.write(`${line}\n`);
      nextLineAt = now + BETWEEN_LINES_MS;
    }
  }
  return {
    report(line) {
      current = line;
      if (timer !== undefined) return;
      startedAt = Date.now();
      nextLineAt = startedAt + FIRST_LINE_MS;
      timer = setInterval(draw, REDRAW_MS).unref();
      draw();
    },
    finish(line) {
      clearInterval(timer);
      if (isTerminal && current !== undefined) output.write('\r\u001B[2K');
      if (line !== undefined) output.write(`${line}\n`);
      timer = undefined;
      current = undefined;
    },
  };
}

/** `93.8 of 93.8 MB`, with what is known of the total. */
export function formatBytes(bytes: number, total?: number): string {
  return total === undefined ? `${megabytesOf(bytes)} MB` : `${megabytesOf(bytes)} of ${megabytesOf(total)} MB`;
}

function megabytesOf(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
