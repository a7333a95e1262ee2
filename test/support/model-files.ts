import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The default models, as the catalogue names them. */
const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));
const TEXT_ID = 'smollm2-135m-instruct-q4_1';
const TEXT_FILE = 'SmolLM2-135M-Instruct.Q4_1.gguf';
const ENCODER_ID = 'all-minilm-l6-v2-int8';
const ENCODER_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];

const TAGGER_ID = 'confidant-names-int8';
const TAGGER_FILES = ['decoding.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];

/** `reason` says why the weights are not here; the rest is where they would be. */
export interface TextModelFiles {
  readonly model: { readonly id: string; readonly sha256: string };
  readonly modelPath: string;
  readonly reason: string | undefined;
}

export interface EncoderModelFiles {
  readonly model: { readonly id: string; readonly sha256: string };
  readonly modelsDirectory: string;
  readonly dimension: number;
  readonly reason: string | undefined;
}

export function textModelFiles(): TextModelFiles {
  return {
    model: { id: TEXT_ID, sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53' },
    modelPath: join(MODELS, TEXT_ID, TEXT_FILE),
    reason: reasonToSkip(TEXT_ID, [TEXT_FILE]),
  };
}

export function encoderModelFiles(): EncoderModelFiles {
  return {
    model: { id: ENCODER_ID, sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1' },
    modelsDirectory: MODELS,
    dimension: 384,
    reason: reasonToSkip(ENCODER_ID, ENCODER_FILES),
  };
}

export function taggerModelFiles(): Pick<EncoderModelFiles, 'model' | 'reason'> {
  return {
    model: { id: TAGGER_ID, sha256: 'b0cbbdbfb9692ad1842c6744fc1abdf339b3aa1edc60be9a83a0b6ae5d22b6f9' },
    reason: reasonToSkip(TAGGER_ID, TAGGER_FILES),
  };
}

function reasonToSkip(id: string, files: readonly string[]): string | undefined {
  const missing = files.find((file) => !existsSync(join(MODELS, id, file)));
  if (missing === undefined) return undefined;
  const reason = `models/${id}/${missing} is missing: npm run models -- pull`;
  process.stdout.write(`Skipping tests with model "${id}": ${reason}\n`);
  return reason;
}
