import { z } from 'zod';

const threads = z.int().positive();

/** What the engine process needs to load its models. */
export const encoderSettings = z.object({
  modelsDirectory: z.string(),
  /** Name of the embedding model's folder there. */
  modelId: z.string(),
  dimension: z.int().positive(),
  /** Name of the token classifier's folder there; null loads none. */
  taggerId: z.string().nullable(),
  threads,
});
export type EncoderSettings = z.infer<typeof encoderSettings>;

export const textsToEmbed = z.array(z.string());
export const textToTag = z.string();

/** The vectors of a call, one behind the other. */
export const packedVectors = z.instanceof(Float32Array);

const offset = z.int().min(0);
export const labelledSpans = z.array(
  z.object({ label: z.string(), start: offset, end: offset, score: z.number().min(0).max(1) }),
);

export const EMBED = 'embed';
export const TAG = 'tag';
