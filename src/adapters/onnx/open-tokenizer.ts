import { AutoTokenizer, env } from '@xenova/transformers';
import { ModelError } from '../../models/model-error.ts';

export type Tokenizer = Awaited<ReturnType<typeof AutoTokenizer.from_pretrained>>;

/** Loads the tokenizer of a model from its folder, never from a network. @throws {ModelError} `model-corrupt` */
export async function openTokenizer(modelsDirectory: string, modelId: string): Promise<Tokenizer> {
  env.allowRemoteModels = false;
  env.localModelPath = modelsDirectory;
  return AutoTokenizer.from_pretrained(modelId).catch((cause: unknown) => {
    throw new ModelError('model-corrupt', `Cannot load the tokenizer of model "${modelId}"`, { cause });
  });
}
