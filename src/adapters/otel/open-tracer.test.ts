import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openTracer } from './open-tracer.ts';
import { parseTraceparent } from './parse-traceparent.ts';
import { createFileExporter } from './trace-exporters.ts';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('parseTraceparent', () => {
  const id = '4bf92f3577b34da6a3ce929d0e0e4736';

  it('reads the example of the recommendation, and a later version', () => {
    expect(parseTraceparent(`00-${id}-00f067aa0ba902b7-01`)).toMatchObject({ traceId: id, traceFlags: 1 });
    expect(parseTraceparent(`cc-${id}-00f067aa0ba902b7-00-more`)).toMatchObject({ traceId: id, traceFlags: 0 });
  });

  it('takes nothing else', () => {
    const bad = [
      undefined,
      '',
      'my card is 4111',
      `ff-${id}-00f067aa0ba902b7-01`,
      `00-${id}-00f067aa0ba902b7-01-more`,
      `00-${id.toUpperCase()}-00f067aa0ba902b7-01`,
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${id}-${'0'.repeat(16)}-01`,
    ];
    expect(bad.map(parseTraceparent)).toEqual(bad.map(() => undefined));
  });
});

describe('openTracer', () => {
  it('answers and throws what the work does, and writes no message of an error', async () => {
    const file = join(folder, 'one', 'traces.jsonl');
    const tracer = openTracer({ exporter: createFileExporter(file, 1_000_000), share: 1, version: '1' });
    expect(await tracer.span('triage', () => 7)).toBe(7);
    const failing = tracer.span('draft', () => Promise.reject(new Error('card 4111 1111 1111 1111')));
    await expect(failing).rejects.toThrow('4111');
    expect(tracer.current()).toBeUndefined();
    await tracer.close();
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('"name":"draft"');
    expect(text).not.toContain('4111');
  });

  it('keeps its files within their bound, whatever comes', async () => {
    const most = 1_000_000;
    const file = join(folder, 'two', 'traces.jsonl');
    const exporter = createFileExporter(file, most);
    const tracer = openTracer({ exporter, share: 1, version: '1' });
    for (let index = 0; index < 4_000; index += 1) tracer.begin('seal').end({ result: 'ok' });
    await tracer.close();
    const sizes = readdirSync(join(folder, 'two')).map((name) => statSync(join(folder, 'two', name)).size);
    // Enough was traced to turn the file over.
    expect(sizes).toHaveLength(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(most);
  });

  it('traces nothing of its own where the share is none, and what a caller traces all the same', async () => {
    const file = join(folder, 'three', 'traces.jsonl');
    const tracer = openTracer({ exporter: createFileExporter(file, 1_000_000), share: 0, version: '1' });
    await tracer.request(
      undefined,
      async () => undefined,
      () => ({ name: 'GET /own', attributes: {} }),
    );
    const caller = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await tracer.request(
      caller,
      async () => undefined,
      () => ({ name: 'GET /called', attributes: {} }),
    );
    await tracer.close();
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('GET /called');
    expect(text).not.toContain('GET /own');
  });
});
