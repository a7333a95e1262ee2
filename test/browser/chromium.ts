import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's browser: tests download none. */
const chromiumPath = '/usr/bin/chromium';

/** Why browser tests cannot run here, or undefined when they can. */
export function missingBrowser(): string | undefined {
  return existsSync(chromiumPath) ? undefined : `no browser at "${chromiumPath}"`;
}

/** The browser asks for names of its maker by itself, and tries whether IPv6 leads anywhere; here it finds nothing there. */
const ownMachineOnly = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';

export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', ownMachineOnly] });
}
