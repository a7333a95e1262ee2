import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startChild } from '../support/child-appliance.ts';
import { givenFolder } from '../support/fault-appliance.ts';

const TURNS = Number(process.env.CONFIDANT_TRACED_TURNS ?? 40);
const STRACE = 'strace';
const tracer = [STRACE, '-f', '--seccomp-bpf', '-y', '-s', '24', '-e', 'trace=pwrite64,fdatasync,fsync,write,writev'];
const reason = reasonToSkip();
if (reason !== undefined) process.stdout.write(`Skipping the order of system calls: ${reason}\n`);

const folder = givenFolder();
afterAll(folder.remove);

/** What the appliance did to the write-ahead log and to its clients, as letters: w(rote), s(ynced), a(nswered). */
type Trace = readonly ('w' | 's' | 'a')[];

describe.skipIf(reason !== undefined)('the order of system calls', () => {
  it(
    `has every one of ${TURNS} turns on the disk before the first byte of its answer`,
    async () => {
      const data = join(folder.path, 'traced');
      const file = join(folder.path, 'trace');
      const appliance = await startChild({ data, under: [...tracer, '-o', file] });
      for (let turn = 1; turn <= TURNS; turn += 1) {
        const started = await appliance.call('POST', '/v1/conversations', { body: {} });
        const path = `/v1/conversations/${(started.body as { id: string }).id}/messages`;
        const answer = await appliance.call('POST', path, { body: { text: 'I lost my card, what now?' } });
        expect(answer.status).toBe(200);
      }
      appliance.signal('SIGTERM');
      await appliance.ended;
      const trace = parseTrace(readFileSync(file, 'utf8'), appliance.pid);
      const answers = splitByAnswer(trace);
      expect(answers).toHaveLength(2 * TURNS);
      // Whatever else happened in between: written, then synced, then nothing more of it before the answer.
      expect(answers.filter((before) => !/w+s+$/.test(before))).toEqual([]);
      process.stdout.write(
        `strace: ${answers.length} of ${2 * TURNS} answers after fdatasync of the write-ahead log\n`,
      );
    },
    60_000 + TURNS * 500,
  );

  it('would catch an answer that leaves too early', () => {
    const early = ['w', 's', 'a', 'w', 'a', 's', 'a'] as const;
    expect(splitByAnswer(early).filter((before) => !/w+s+$/.test(before))).toEqual(['w', 's']);
  });
});

/** One thread writes, syncs and answers, so the order of its lines is the order of its calls. */
function parseTrace(text: string, pid: number): Trace {
  const calls: ('w' | 's' | 'a')[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${pid} `)) continue;
    if (/ pwrite64\(\d+<[^>]*confidant\.db-wal>/.test(line)) calls.push('w');
    if (/ f(?:data)?sync\(\d+<[^>]*confidant\.db-wal>/.test(line)) calls.push('s');
    if (/ writev?\(\d+<(?:socket|TCP):.*HTTP\/1\.1 20[01]/.test(line)) calls.push('a');
  }
  return calls;
}

/** For each answer, what came since the one before. */
function splitByAnswer(trace: Trace): readonly string[] {
  return trace.join('').split('a').slice(0, -1);
}

function reasonToSkip(): string | undefined {
  const probe = spawnSync(STRACE, ['-f', '--seccomp-bpf', '-e', 'trace=fdatasync', 'true'], { encoding: 'utf8' });
  if (probe.error) return 'strace is not installed';
  return probe.status === 0 ? undefined : `strace may not trace here: ${probe.stderr.trim().split('\n')[0]}`;
}
