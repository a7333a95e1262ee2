import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the built kiosk page. Compiled, this file stands in `dist/src`; run from source, in `src`. */
export function findKioskPage(): string | null {
  const built = ['../pages/kiosk', '../dist/pages/kiosk'].map((path) => join(import.meta.dirname, path));
  return built.find((path) => existsSync(path)) ?? null;
}
