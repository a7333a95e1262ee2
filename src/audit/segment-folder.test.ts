import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSegmentFolder } from './segment-folder.ts';

describe.skipIf(!existsSync('/proc/self/fd'))('a sealed segment that is only looked for', () => {
  it('leaves no file open', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segments-'));
    try {
      writeFileSync(join(folder, '000000.segment'), 'bytes');
      const segments = openSegmentFolder(folder);
      const found = [await segments.open(0), await segments.open(0)];
      expect(found.every((one) => one !== undefined)).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const open = readdirSync('/proc/self/fd').flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/self/fd/${fd}`)];
        } catch {
          return [];
        }
      });
      expect(open.filter((file) => file.startsWith(folder))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
