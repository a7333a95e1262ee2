import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const folder = givenFolder();
afterAll(folder.remove);

const { model, modelsDirectory, reason } = encoderModelFiles();
const weights = join(model.id, 'onnx', 'model_quantized.onnx');

const harms: readonly (readonly [string, (file: string) => void])[] = [
  ['cut short', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['changed in one bit', flipOneBit],
];

describe.skipIf(reason !== undefined)('a model file', () => {
  let models: string;
  beforeAll(() => {
    models = join(folder.path, 'models');
    mkdirSync(models);
    copyFileSync(join(modelsDirectory, 'catalogue.yaml'), join(models, 'catalogue.yaml'));
    cpSync(join(modelsDirectory, model.id), join(models, model.id), { recursive: true });
  });

  it.each(harms)(
    'that was %s is refused and named, and the appliance hands over without it',
    async (_what, harm) => {
      copyFileSync(join(modelsDirectory, weights), join(models, weights));
      harm(join(models, weights));
      const one = await openFaultAppliance({ data: join(folder.path, 'data'), models, catalogueEngines: true });
      try {
        const named = one.appliance.warnings.find((warning) => warning.includes(model.id));
        expect(named).toMatch(/^model-corrupt: /);
        expect(named).toContain('model_quantized.onnx');
        expect(await one.get('/readyz')).toMatchObject({ status: 200, body: { state: 'degraded', ready: true } });
        const path = await one.start();
        const answer = await one.post(`${path}/messages`, { text: 'I lost my card' });
        expect(answer).toMatchObject({ status: 200, body: { outcome: 'handed-over' } });
      } finally {
        await one.close();
      }
    },
    60_000,
  );
});

function flipOneBit(file: string): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  const place = Math.floor(statSync(file).size / 2);
  readSync(handle, byte, 0, 1, place);
  writeSync(handle, Buffer.from([byte.readUInt8(0) ^ 1]), 0, 1, place);
  closeSync(handle);
}
