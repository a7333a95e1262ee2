import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExampleReport } from '../src/compose-policy-examples.ts';
import { CALIBRATION_FILE, toCalibrationText } from '../src/policy/calibration.ts';
import { toJsonSchemas } from '../src/policy/json-schemas.ts';
import type { PolicySet } from '../src/policy/parse-policy-set.ts';

/** Notes the model all examples passed with. */
export function stampCalibration(folder: string, { base }: PolicySet, { model, ends }: ExampleReport): void {
  if (model === null) throw new Error('Cannot stamp: the embedding model is not here, run `npm run models -- pull`');
  const tried = { model, date: new Date().toISOString().slice(0, 10), examples: ends.length };
  writeFileSync(join(folder, CALIBRATION_FILE), toCalibrationText(base, tried));
}

/** Writes the JSON Schemas editors go by; answers the paths. */
export function writeSchemas(folder: string): readonly string[] {
  return [...toJsonSchemas()].map(([path, content]) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
    return file;
  });
}
