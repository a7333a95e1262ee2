import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTarCopy, openTarLog } from '../../src/adapters/published/tar-log.ts';
import { verifyPublishedLog } from '../../src/audit/verify-published-log.ts';
import { newSigner, turnBytes, writeLog } from '../support/published-logs.ts';

/** `CONFIDANT_LOG_ENTRIES=1000000` is the size of the figure. */
const wanted = Number(process.env.CONFIDANT_LOG_ENTRIES ?? 5_000);
/** Entries a checkpoint speaks for: those of turns that were committed together. */
const every = Number(process.env.CONFIDANT_LOG_CHECKPOINT_EVERY ?? 16);
/** Above it memory would grow with the log; below it is what the collector has not looked at yet. */
const MOST_MORE_MB = 150;

const folder = mkdtempSync(join(tmpdir(), 'large-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function* entries(): Generator<Uint8Array> {
  for (let number = 0; number < wanted; number += 1) yield turnBytes(number);
}

describe('a large log', () => {
  it('verifies out of an archive in constant memory', { timeout: 7_200_000 }, async () => {
    const file = join(folder, 'log.tar');
    const signer = newSigner();
    const size = await writeLog(await createTarCopy(file), entries(), { signer, every, seals: true });
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    const cpu = process.cpuUsage();
    const report = await verifyPublishedLog(await openTarLog(file), signer.vkey);
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(watch);
    const more = Math.round((most - before) / 1_048_576);
    process.stdout.write(
      `large log: ${size} entries, ${report.checkpoints} checkpoints, ${report.segments} segments verified in ${(report.ms / 1_000).toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor), ${more} MiB more than before\n`,
    );
    expect(report).toMatchObject({ ok: true, entries: size, segments: Math.floor(size / 4_096), findings: [] });
    expect(more).toBeLessThan(MOST_MORE_MB);
  });
});
