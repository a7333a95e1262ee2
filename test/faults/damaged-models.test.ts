import {
  closeSync,
  copyFileSync,
  cpSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FaultAppliance, givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { encoderModelFiles, taggerModelFiles } from '../support/model-files.ts';

const folder = givenFolder();
afterAll(folder.remove);

const { model: encoder, modelsDirectory, reason } = encoderModelFiles();
const names = taggerModelFiles();
const WEIGHTS = 'onnx/model_quantized.onnx';
const QUESTION = { text: 'I lost my card' };
/** From good files to an answer, the knowledge folder indexed on the way, on a busy machine; a run prints what it took. */
const BACK_MS = 120_000;
const LONG = 300_000;

type Harm = (file: string) => void;

/** What is done to a model before the start, and what the warning says of it. */
const harms: readonly (readonly [string, { harm: Harm; model: string; warning: RegExp; part: string }])[] = [
  [
    'an embedding model that was cut short',
    { harm: cutShort, model: encoder.id, warning: /^model-corrupt: .*model_quantized\.onnx/u, part: 'encoder-engine' },
  ],
  [
    'an embedding model that was changed in one bit',
    {
      harm: flipOneBit,
      model: encoder.id,
      warning: /^model-corrupt: .*model_quantized\.onnx/u,
      part: 'encoder-engine',
    },
  ],
  [
    'a names model that is not there',
    { harm: rmSync, model: names.model.id, warning: /^model-missing: .*model_quantized\.onnx/u, part: 'names-model' },
  ],
];

describe.skipIf((reason ?? names.reason) !== undefined)('an appliance', () => {
  it.each(harms)(
    'names %s, hands over without it, and takes it into use once its file is good',
    async (what, { harm, model, warning, part }) => {
      const models = givenModels();
      harm(join(models, model, WEIGHTS));
      const one = await openFaultAppliance({ data: join(folder.path, 'data'), models, catalogueEngines: true });
      try {
        expect(one.appliance.warnings.filter((line) => line.includes(model))).toEqual([expect.stringMatching(warning)]);
        expect(await one.get('/readyz')).toMatchObject({
          status: 200,
          body: { state: 'degraded', ready: true, parts: { [part]: { state: 'down', detail: 'handing-over' } } },
        });
        expect(await ask(one)).toMatchObject({ status: 200, body: { outcome: 'handed-over' } });

        putBack(models, model);
        await untilAnswered(one, what);
        // The event loop may have been late while knowledge was loaded.
        await expect
          .poll(async () => (await one.get('/readyz')).body, { timeout: BACK_MS })
          .toMatchObject({
            state: 'ready',
            parts: { [part]: { state: 'ready' } },
          });
        expect(one.appliance.warnings.filter((line) => line.includes('model'))).toEqual([]);
        expect(openedModels(one)).toContainEqual(
          expect.stringMatching(new RegExp(`^${model}@sha256:[0-9a-f]{64}$`, 'u')),
        );
      } finally {
        await one.close();
      }
    },
    LONG,
  );

  it(
    'answers again by an encoder that died over a file that was changed in one bit, once the file is good',
    async () => {
      const models = givenModels();
      const one = await openFaultAppliance({ data: join(folder.path, 'data'), models, catalogueEngines: true });
      try {
        expect(await ask(one)).toMatchObject({ body: { outcome: 'answered' } });
        const before = openedModels(one);
        // It would load, and answer a little otherwise.
        flipOneBit(join(models, encoder.id, WEIGHTS));
        process.kill(served.parse(one.appliance.engines.embedder).processId, 'SIGKILL');
        await expect.poll(() => one.appliance.engines.embedder.isReady(), { timeout: 30_000 }).toBe(false);
        expect(await ask(one)).toMatchObject({ status: 200, body: { outcome: 'handed-over' } });
        putBack(models, encoder.id);
        await untilAnswered(one, 'encoder that died');
        expect(openedModels(one)).toEqual(before);
      } finally {
        await one.close();
      }
    },
    LONG,
  );
});

const served = z.object({ processId: z.number() });

/** The two models every turn needs, whole, in a folder that may be harmed. */
function givenModels(): string {
  const models = join(folder.path, 'models');
  for (const id of [encoder.id, names.model.id]) {
    cpSync(join(modelsDirectory, id), join(models, id), { recursive: true });
  }
  copyFileSync(join(modelsDirectory, 'catalogue.yaml'), join(models, 'catalogue.yaml'));
  return models;
}

/** As `npm run models -- pull` does: the file is whole before it has its name. */
function putBack(models: string, id: string): void {
  const file = join(models, id, WEIGHTS);
  copyFileSync(join(modelsDirectory, id, WEIGHTS), `${file}.part`);
  renameSync(`${file}.part`, file);
}

async function ask(one: FaultAppliance) {
  return one.post(`${await one.start()}/messages`, QUESTION);
}

async function untilAnswered(one: FaultAppliance, what: string): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const { body } = await ask(one);
    const ms = Math.round(performance.now() - begun);
    if (answered.safeParse(body).success) return void process.stdout.write(`${what}: answers after ${ms} ms\n`);
    if (ms > BACK_MS) throw new Error(`Not back after ${ms} ms`);
    await pause(100);
  }
}

const answered = z.object({ outcome: z.literal('answered'), reply: z.object({ mode: z.literal('quoted') }) });

/** Models the log says were taken into use after the start. */
function openedModels({ appliance }: FaultAppliance): readonly (string | undefined)[] {
  return [...appliance.store.log.entries(0)].flatMap(({ entry }) =>
    entry.kind === 'admin-act' && entry.act === 'model-opened' ? [entry.target] : [],
  );
}

function cutShort(file: string): void {
  truncateSync(file, Math.floor(statSync(file).size / 2));
}

function flipOneBit(file: string): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  const place = Math.floor(statSync(file).size / 2);
  readSync(handle, byte, 0, 1, place);
  writeSync(handle, Buffer.from([byte.readUInt8(0) ^ 1]), 0, 1, place);
  closeSync(handle);
}
