import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, 'must be a SHA-256 in hexadecimal');
const weights = z.array(z.number()).min(2).readonly();
const share = z.number().min(0).max(1);

/**
 * What `npm run evaluate -- sentiment --save` measured, and on what: numbers without their data and model are worth
 * nothing.
 */
export const moodsSchema = z.strictObject({
  mood: z.strictObject({
    /** Day it was fitted, and the texts it was fitted on. */
    date: z.iso.date(),
    data: z.strictObject({ name: z.string(), licence: z.string(), sha256, n: z.number().int().positive() }),
    /** Embedding model whose vectors the weights are for. */
    model: z.strictObject({ id: z.string(), sha256 }),
    /** Found on texts that were left out of the fit. */
    temperature: z.number().positive(),
    /** Probability from which a message counts as frustrated, and how often neutral texts left out of the fit reach it. */
    negativeFrom: share,
    neutralEscalated: share,
    /** One number a dimension, then a constant; neutral has none. */
    weights: z.strictObject({ negative: weights, positive: weights }),
  }),
});

/** The file `moods.yaml`. */
export type Moods = z.infer<typeof moodsSchema>;
export type MoodCalibration = Moods['mood'];
