import { createHash } from 'node:crypto';
import { embedAll } from '../models/embed-all.ts';
import type { Embedder } from '../models/embedder.ts';
import type { Moods } from '../policy/moods.ts';
import { fitMood } from '../triage/fit-mood.ts';
import type { OnProgress } from './evaluation.ts';
import type { MoodLine } from './suites/evaluate-sentiment.ts';

/** What is known of the texts a calibration comes from. */
export interface CalibrationData {
  readonly name: string;
  /** SPDX identifier of the licence that allows training on them. */
  readonly licence: string;
  readonly train: readonly MoodLine[];
}

/** Said to staff in any mood: each text is learnt from with one of them too, so that politeness says nothing. */
const courtesies: readonly ((text: string) => string)[] = [
  (text) => `Thank you, but ${text}`,
  (text) => `Hello, thank you for your help. ${text}`,
  (text) => `Please, ${text}`,
  (text) => `With all due respect, ${text}`,
  (text) => `${text} Thank you very much.`,
  (text) => `${text} Kind regards`,
  (text) => `Thanks. ${text}`,
];
/** A text and its polite copy fall into the same part of the fit, which goes by place. */
const BLOCK = 5;

/** Fits how moods are read from vectors, and says on what day, texts and model. */
export async function calibrateMood(
  { name, licence, train }: CalibrationData,
  embedder: Embedder,
  context: { readonly now: Date; readonly onProgress: OnProgress },
): Promise<Moods> {
  const learnt = withCourtesies(train);
  const texts = learnt.map(({ text }) => text);
  const vectors = await embedAll(embedder, texts, (done) =>
    context.onProgress(`Embedding examples: ${done} of ${texts.length}`),
  );
  context.onProgress('Fitting');
  const fitted = fitMood(vectors.map((vector, index) => ({ vector, label: learnt[index]?.label ?? 'neutral' })));
  const shown = train.map(({ text, label }) => [text, label]);
  const sha256 = createHash('sha256').update(JSON.stringify(shown)).digest('hex');
  return {
    mood: {
      date: context.now.toISOString().slice(0, 10),
      data: { name, licence, sha256, n: train.length },
      model: { ...embedder.model },
      ...fitted,
    },
  };
}

function withCourtesies(lines: readonly MoodLine[]): readonly MoodLine[] {
  const blocks = Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, index) =>
    lines.slice(index * BLOCK, (index + 1) * BLOCK),
  );
  return blocks.flatMap((block, index) => {
    const polite = block.map((line, place) => {
      const courtesy = courtesies[(index * BLOCK + place) % courtesies.length];
      return courtesy ? { ...line, text: courtesy(line.text) } : line;
    });
    return [...block, ...polite];
  });
}

/** The file `policies/moods.yaml`, as a person may read it. */
export function toMoodsText({ mood }: Moods): string {
  const { weights, data, model, ...numbers } = mood;
  const { negative, positive } = weights;
  return [
    '# Measured, not written: `npm run evaluate -- sentiment --train … --save` makes this file again.',
    'mood:',
    `  date: ${JSON.stringify(numbers.date)}`,
    `  data: { name: ${JSON.stringify(data.name)}, licence: ${JSON.stringify(data.licence)}, sha256: ${data.sha256}, n: ${data.n} }`,
    `  model: { id: ${JSON.stringify(model.id)}, sha256: ${JSON.stringify(model.sha256)} }`,
    `  temperature: ${numbers.temperature}`,
    '  # Probability from which a message counts as frustrated, and how often neutral texts reach it.',
    `  negativeFrom: ${numbers.negativeFrom}`,
    `  neutralEscalated: ${numbers.neutralEscalated}`,
    '  weights:',
    `    negative: [${negative.join(', ')}]`,
    `    positive: [${positive.join(', ')}]`,
    '',
  ].join('\n');
}
