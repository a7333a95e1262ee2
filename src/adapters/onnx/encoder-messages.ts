import { z } from 'zod';

/** What the engine process needs to load a model. */
export const encoderSettings = z.object({
  modelsDirectory: z.string(),
  /** Name of the model's folder there. */
  modelId: z.string(),
  dimension: z.int().positive(),
  threads: z.int().positive(),
});
export type EncoderSettings = z.infer<typeof encoderSettings>;

export const textsToEmbed = z.array(z.string());

/** The vectors of a call, one behind the other. */
export const packedVectors = z.instanceof(Float32Array);

export const EMBED = 'embed';
