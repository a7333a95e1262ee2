import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CommanderError } from 'commander';

/** Reads a password that nobody sees: asked for twice at a terminal, else the first line of what is piped in. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine(await text(process.stdin));
  const password = await ask('Password: ');
  const again = await ask('Once more: ');
  if (password === again) return password;
  throw wrongUsage('password-differs', 'The two passwords differ: run the command again');
}

function firstLine(piped: string): string {
  const [line = ''] = piped.split(/\r?\n/u);
  if (line !== '') return line;
  throw wrongUsage('password-missing', 'No password came in: type one, or pipe one in');
}

/** Told here: of errors of usage, the command tells only its exit code. */
function wrongUsage(code: string, message: string): CommanderError {
  process.stderr.write(`error: ${message}\n`);
  return new CommanderError(2, code, message);
}

/** What is typed is shown nowhere: the line is kept by an output that writes nothing. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
