import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * True when something was built before one of its sources last changed, or was never built.
 *
 * @param {string} built a file the build writes last
 * @param {readonly string[]} sources files and folders
 */
export function isOutOfDate(built, sources) {
  if (!existsSync(built)) return true;
  return Math.max(...sources.map(newestChange)) > statSync(built).mtimeMs;
}

/** Tests are in no build. A folder's own time counts too: it changes when a file leaves. */
function newestChange(path) {
  if (!existsSync(path)) return 0;
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  const names = readdirSync(path).filter((name) => !/\.test\.tsx?$/.test(name));
  return Math.max(status.mtimeMs, ...names.map((name) => newestChange(join(path, name))));
}
