/** The error stands at the beginning of what npm prints, and what a compiler said at the end. */
const FIRST_LINES = 8;
const LAST_LINES = 14;

const nextSteps = [
  [/ENOSPC/, 'free some disk space (about 2 GB are needed), then run the command again'],
  [/EACCES|EPERM|EROFS/, 'make this folder and the npm cache writable for this user, then run the command again'],
  [
    /EUSAGE|can only install .* in sync/,
    'package.json and package-lock.json differ: run "npm install" and commit both',
  ],
  [/EBADENGINE/, 'install the Node version that the lines above ask for, then run the command again'],
  [
    /not found: make|make: (command )?not found|[gc]\+\+: (command )?not found|find Python|find any Python/i,
    'install python3, make and g++ (on Debian "apt-get install python3 make g++"), then run the command again',
  ],
  [
    /ENOTCACHED/,
    'packages are missing from the npm cache: run the command once with a network and without "--offline"',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|network/,
    'check the network and "npm config get registry", then run the command again',
  ],
  [
    /gyp ERR|CMake|prebuild/i,
    'a native module did not compile: install python3, make and g++, then run the command again',
  ],
];

/**
 * One readable block: how npm ended, what it said, what to do next.
 *
 * @param {number} code
 * @param {number} seconds
 * @param {string} log
 */
export function describeFailure(code, seconds, log) {
  const shown = toExcerpt(log).map((line) => `  | ${line}`);
  const found = nextSteps.find(([sign]) => sign.test(log));
  const next = found?.[1] ?? 'read the lines above, or run it again with "--debug"';
  const ending = code === 127 ? 'npm is not on the path' : `npm ended with code ${code} after ${seconds} s`;
  return [`Cannot install the dependencies: ${ending}`, '', ...shown, '', `Next step: ${next}`].join('\n');
}

function toExcerpt(log) {
  const lines = log
    .split('\n')
    .filter((line) => !/^(?:npm (?:warn|error)?)?\s*$/.test(line) && !line.startsWith('npm warn'));
  if (lines.length <= FIRST_LINES + LAST_LINES) return lines;
  return [...lines.slice(0, FIRST_LINES), '…', ...lines.slice(-LAST_LINES)];
}
