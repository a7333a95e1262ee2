/**
 * `node scripts/complete-lockfile.mjs`: lists optional packages of other platforms in the lockfile.
 *
 * A registry that does not carry every platform's build leaves those out when it writes the lockfile, and `npm ci` then
 * refuses it everywhere. Run this after every change of the dependencies. Such entries have no hash: npm takes the one of
 * the registry it installs from, on that platform alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = new Map([
  ['android', 'android'],
  ['darwin', 'darwin'],
  ['mac', 'darwin'],
  ['linux', 'linux'],
  ['win32', 'win32'],
  ['win', 'win32'],
  ['freebsd', 'freebsd'],
  ['openharmony', 'openharmony'],
]);
const processors = ['arm64', 'x64', 'arm', 'armv7l', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];

/** What the name of a platform's package says of the machines it is for. */
function platformOf(name) {
  const words = (name.split('/')[1] ?? name).split('-');
  const system = words.map((word) => systems.get(word)).find(Boolean);
  const processor = words.find((word) => processors.includes(word));
  if (!system) return null;
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : null;
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(libc && system === 'linux' ? { libc: [libc] } : {}),
    os: [system],
  };
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const missing = {};
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const platform = platformOf(name);
    if (lock.packages[`node_modules/${name}`] || platform === null) continue;
    missing[`node_modules/${name}`] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platform };
  }
}
const packages = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
process.stdout.write(`Added ${Object.keys(missing).length} packages of other platforms\n`);
