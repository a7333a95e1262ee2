import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog, type LogLevel } from './log.ts';

function linesAt(level: LogLevel): readonly string[] {
  const lines: string[] = [];
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const log = createLog(to, () => undefined, level);
  log.info({}, 'started');
  log.warn({}, 'slow');
  log.error({}, 'failed');
  return lines.map((line) => String((JSON.parse(line) as { msg: unknown }).msg));
}

describe('createLog', () => {
  it('writes what is of its level or graver', () => {
    expect(linesAt('info')).toEqual(['started', 'slow', 'failed']);
    expect(linesAt('warn')).toEqual(['slow', 'failed']);
    expect(linesAt('error')).toEqual(['failed']);
    expect(linesAt('silent')).toEqual([]);
  });
});
