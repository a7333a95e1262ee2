import { ModelError } from '../../models/model-error.ts';

/** Without two there is nothing to choose. */
const FEWEST = 2;

/**
 * The tokens each choice may begin an answer with: alone and behind a space, which a vocabulary spells as two tokens.
 *
 * @throws {ModelError} `choices-invalid` for a choice that is no single token, or the token of another choice
 */
export function toSpellings<Token>(
  choices: readonly string[],
  tokenize: (text: string) => readonly Token[],
): readonly (readonly Token[])[] {
  const spellings = choices.map((choice) => {
    const written = [choice, ` ${choice}`].map(tokenize);
    return [...new Set(written.flatMap((tokens) => (tokens.length === 1 ? tokens : [])))];
  });
  const all = spellings.flat();
  const isReadable = spellings.every((own) => own.length > 0) && new Set(all).size === all.length;
  if (isReadable && choices.length >= FEWEST) return spellings;
  throw new ModelError('choices-invalid', `Cannot choose: ${choices.length} choices are not told apart by one token`);
}

/**
 * The probability of each choice when one of them is the answer: softmax over the logits of their spellings, those of
 * one choice added up.
 *
 * @throws {ModelError} `engine-failed` when a logit is missing or no number
 */
export function probabilitiesOf<Token>(
  spellings: readonly (readonly Token[])[],
  logits: ReadonlyMap<Token, number>,
): readonly number[] {
  const values = spellings.map((own) => own.map((token) => logits.get(token) ?? Number.NaN));
  const highest = Math.max(...values.flat());
  if (!Number.isFinite(highest)) throw new ModelError('engine-failed', 'Cannot choose: the engine gave no weights');
  const weights = values.map((own) => own.reduce((sum, value) => sum + Math.exp(value - highest), 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
