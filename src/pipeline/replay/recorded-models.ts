import { ModelError, type ModelErrorCode } from '../../models/model-error.ts';
import type { TextGenerator } from '../../models/text-generator.ts';
import type { Composer, Judge } from '../stages.ts';
import type { TurnInputs } from './recorded-inputs.ts';

const modelFaults: readonly ModelErrorCode[] = [
  'engine-down',
  'engine-timeout',
  'engine-failed',
  'queue-full',
  'prompt-too-long',
  'cancelled',
];

/** What a recorded output could not answer. */
export type Shortfall = 'asks-what-nobody-recorded' | 'output-ends-where-it-was-stopped' | 'output-was-cut';

/** The text model as it spoke in a recorded turn: it says again what it said, and notes where that is not enough. */
export function recordedComposer(
  { decision, record }: TurnInputs,
  onShortfall: (what: Shortfall) => void,
): Composer | null {
  const { textModel } = decision.versions;
  if (textModel === null || record.generations.length === 0) return null;
  const waiting = [...record.generations];
  const generator: TextGenerator = {
    ...silent,
    model: textModel,
    generate: async function* sayAgain() {
      const said = waiting.shift();
      if (said === undefined) {
        onShortfall('asks-what-nobody-recorded');
        throw new ModelError('engine-failed', 'Nobody recorded an answer to this');
      }
      if (said.output.cut !== undefined) onShortfall('output-was-cut');
      if (said.output.text !== '') yield said.output.text;
      const fault = modelFaults.find((code) => code === said.end);
      if (fault !== undefined) throw new ModelError(fault, 'It failed when it was recorded');
      if (said.end === 'stopped') onShortfall('output-ends-where-it-was-stopped');
      return said.usage ?? { promptTokens: 0, completionTokens: 0 };
    },
  };
  return { generator };
}

/** The judge as it answered in a recorded turn; null where none was asked. */
export function recordedJudge({ decision, record }: TurnInputs): Judge | null {
  const { judge } = decision;
  if (judge === undefined) return null;
  const probabilities = record.judge?.probabilities ?? null;
  return {
    generator: {
      model: judge.model,
      isReady: () => true,
      decide: async () => {
        if (probabilities !== null) return probabilities;
        throw new ModelError(modelFaults.find((code) => code === judge.fault) ?? 'engine-timeout', 'It gave no answer');
      },
    },
  };
}

const silent = {
  contextTokens: 0,
  decide: async () => {
    throw new ModelError('engine-failed', 'It words replies and judges nothing');
  },
  countTokens: async () => 0,
  isReady: () => true,
  close: async () => undefined,
};
