import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openKnownTime } from './known-time.ts';

const folder = mkdtempSync(join(tmpdir(), 'known-time-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [first, later] = [new Date('2026-11-21T09:00:00.000Z'), new Date('2026-11-22T09:00:00.000Z')];

describe('openKnownTime', () => {
  it('keeps what was noted for the next start, and writes nothing before', () => {
    const file = join(folder, 'kept.json');
    const known = openKnownTime(file, first);
    expect(known.latest()).toEqual(first);
    expect(openKnownTime(file, later).latest()).toEqual(later);
    known.note(later);
    expect([known.latest(), openKnownTime(file, first).latest()]).toEqual([later, later]);
  });

  it.each([
    ['is cut off', '{"latest":"2026-11-2'],
    ['holds no time', '{"latest":"soon"}'],
    ['is empty', ''],
  ])('goes by what is known otherwise where the file %s, until something is noted', (_, text) => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, text);
    const known = openKnownTime(file, first);
    expect(known.latest()).toEqual(first);
    known.note(first);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ latest: first.toISOString() });
  });
});
