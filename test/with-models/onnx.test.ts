import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const files = encoderModelFiles();
const options = { ...files, deadlineMs: 30_000, maxQueue: 64 };
const LOST_CARD = { cosine: 0.79, within: 0.02 };
const TICK_MS = 2;
const document = 'When you report a lost card we block it at once and send a replacement within five working days. ';

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return Array.from(a ?? []).reduce((sum, value, index) => sum + value * (b?.[index] ?? Number.NaN), 0);
}

describe.skipIf(files.reason !== undefined)(`onnx engine on real weights ${files.reason ?? ''}`, () => {
  let engine: EncoderEngine;
  beforeAll(async () => {
    engine = await openEncoderEngine(options);
  });
  afterAll(() => engine.close());

  it('hears the same complaint in other words', async () => {
    const [lost, stolen] = await engine.embed(['I lost my card', 'my card has been stolen']);
    expect(Math.abs(cosine(lost, stolen) - LOST_CARD.cosine)).toBeLessThanOrEqual(LOST_CARD.within);
  });

  it('gives a text the very same vector in every company', async () => {
    const [alone] = await engine.embed(['I lost my card']);
    const [, inBatch] = await engine.embed([document.repeat(4), 'I lost my card', 'card']);
    expect(inBatch).toEqual(alone);
  });

  it('answers a question during a bulk load', async () => {
    const bulk = engine.embed(Array.from({ length: 60 }, (_, index) => `${document.repeat(3)}${index}`));
    let bulkIsDone = false;
    const settled = bulk.finally(() => {
      bulkIsDone = true;
    });
    await engine.embed(['I lost my card']);
    expect(bulkIsDone).toBe(false);
    expect(await settled).toHaveLength(60);
  });

  it('leaves the event loop of the server free', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, TICK_MS);
    const started = performance.now();
    await engine.embed(Array.from({ length: 20 }, () => document.repeat(4)));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan((performance.now() - started) / TICK_MS / 4);
  });

  it('fails what is in flight when its process is killed, and serves the next call', async () => {
    const inFlight = engine.embed(Array.from({ length: 60 }, () => document.repeat(4)));
    const killed = performance.now();
    process.kill(engine.processId ?? 0, 'SIGKILL');
    await expect(inFlight).rejects.toMatchObject({ code: 'engine-down' });
    const noticed = performance.now() - killed;
    expect(await engine.embed(['I lost my card'])).toHaveLength(1);
    const served = performance.now() - killed;
    process.stdout.write(`  killed: noticed after ${noticed.toFixed(0)} ms, served after ${served.toFixed(0)} ms\n`);
  });

  it('refuses another dimension than its model has, and a model that is not there', async () => {
    await expect(openEncoderEngine({ ...options, dimension: 256 })).rejects.toMatchObject({ code: 'model-corrupt' });
    const missing = { ...options, model: { ...options.model, id: 'none' } };
    await expect(openEncoderEngine(missing)).rejects.toMatchObject({ code: 'model-missing' });
  });
});
