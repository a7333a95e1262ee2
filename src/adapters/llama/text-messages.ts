import { z } from 'zod';

/** What the engine process needs to load a model. */
export const textSettings = z.object({
  modelPath: z.string(),
  contextTokens: z.int().positive(),
  sequences: z.int().positive(),
  /** Absent: measure first. */
  threads: z.int().positive().optional(),
  gpu: z.boolean(),
});
export type TextSettings = z.infer<typeof textSettings>;

/** What the server learns when the model is loaded. */
export const textFacts = z.object({
  threads: z.int().positive(),
  /** Tokens a second by number of threads, when this start measured them. */
  measured: z.record(z.string(), z.number()).optional(),
});
export type TextFacts = z.infer<typeof textFacts>;

export const generationInput = z.object({
  system: z.string(),
  user: z.string(),
  maxTokens: z.int().positive(),
  temperature: z.number().min(0).optional(),
  seed: z.int().min(0).optional(),
});
export type GenerationInput = z.infer<typeof generationInput>;

export const generationResult = z.object({
  promptTokens: z.int().min(0),
  completionTokens: z.int().min(0),
});
export type GenerationResult = z.infer<typeof generationResult>;

export const decisionInput = z.object({
  system: z.string(),
  user: z.string(),
  choices: z.array(z.string()),
});
export type DecisionInput = z.infer<typeof decisionInput>;

/** A probability for each choice. */
export const decisionResult = z.array(z.number().min(0).max(1));

export const GENERATE = 'generate';
export const DECIDE = 'decide';
export const COUNT_TOKENS = 'count-tokens';
