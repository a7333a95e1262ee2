import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { ModelError } from './model-error.ts';

const pinSchema = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().positive() });
const pinsSchema = z.record(z.string(), pinSchema);

/** What an operator's first pull of a file without a catalogue hash brought. */
type Pin = z.infer<typeof pinSchema>;

/** The pins of a models directory, by `<model id>/<path>`. */
export interface PinFile {
  find(key: string): Promise<Pin | undefined>;
  /** Keeps the first pin of a file: a later one never replaces it. */
  add(key: string, pin: Pin): Promise<void>;
}

/**
 * Keeps pins in a JSON file. Trust in it is trust in a first download, so a damaged one is an error and not an empty one.
 */
export function createPinFile(file: string): PinFile {
  async function read(): Promise<Record<string, Pin>> {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw error;
    });
    try {
      return pinsSchema.parse(parseJson(text));
    } catch (cause) {
      throw new ModelError(
        'catalogue-invalid',
        `Cannot read pins "${file}": expected {"id/path": {"sha256", "bytes"}}`,
        { cause },
      );
    }
  }
  return {
    find: async (key) => (await read())[key],
    async add(key, pin) {
      const pins = await read();
      if (pins[key] === undefined) replaceFile(file, `${JSON.stringify({ ...pins, [key]: pin }, null, 2)}\n`, 0o644);
    },
  };
}
