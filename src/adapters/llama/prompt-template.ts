import {
  ChatMLChatWrapper,
  JinjaTemplateChatWrapper,
  type LlamaModel,
  LlamaText,
  type SpecialToken,
  type SpecialTokensText,
  type Token,
} from 'node-llama-cpp';
import { ModelError } from '../../models/model-error.ts';
import type { PromptTokens } from './lockstep.ts';

export interface PromptTemplate {
  toTokens(system: string, user: string): PromptTokens<Token>;
  /** End-of-turn tokens of the template that the vocabulary itself does not mark as such. */
  readonly stopTokens: ReadonlySet<Token>;
}

/** Stand for the two texts while the template is rendered, once, at start. No customer text ever meets the renderer. */
const SYSTEM_MARK = 'system-text-5f0c';
const USER_MARK = 'user-text-9d1e';

/**
 * Takes the model's own chat template apart into the tokens around the two texts. Template parts are read with special
 * tokens; the texts never are, so `<|im_end|>` written by a customer is seven ordinary tokens.
 *
 * @throws {ModelError} `model-unavailable` when the template does not hold each text exactly once, system first
 */
export function createPromptTemplate(model: LlamaModel): PromptTemplate {
  const { contextText, stopGenerationTriggers } = renderTemplate(model);
  const [before, between, after] = splitAtMarks(contextText);
  const partTokens = (part: LlamaText) => part.tokenize(model.tokenizer);
  const [start, middle, tail] = [partTokens(before), partTokens(between), partTokens(after)];
  const { bos, shouldPrependBosToken } = model.tokens;
  const head = shouldPrependBosToken && bos !== null && start[0] !== bos ? [bos, ...start] : start;
  const textTokens = (text: string) => model.tokenize(text, false);
  return {
    toTokens(system, user) {
      const shared = [...head, ...textTokens(system), ...middle];
      return { tokens: [...shared, ...textTokens(user), ...tail], sharedTokens: shared.length };
    },
    stopTokens: new Set(stopGenerationTriggers.flatMap((trigger) => stopTokensOf(model, LlamaText(trigger)))),
  };
}

function renderTemplate(model: LlamaModel) {
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  const wrapper =
    template === undefined
      ? new ChatMLChatWrapper()
      : new JinjaTemplateChatWrapper({
          template,
          functionCallMessageTemplate: 'noJinja',
          additionalRenderParameters: {
            bos_token: model.tokens.bosString ?? '',
            eos_token: model.tokens.eosString ?? '',
          },
        });
  return wrapper.generateContextState({
    chatHistory: [
      { type: 'system', text: SYSTEM_MARK },
      { type: 'user', text: USER_MARK },
      { type: 'model', response: [] },
    ],
  });
}

function splitAtMarks(rendered: LlamaText): [LlamaText, LlamaText, LlamaText] {
  const parts: (string | SpecialTokensText | SpecialToken)[][] = [[]];
  for (const value of rendered.values) {
    if (typeof value !== 'string') parts.at(-1)?.push(value);
    else splitText(value, parts);
  }
  const [before, between, after, ...rest] = parts;
  const marks = rendered.values.filter((value) => typeof value === 'string').join('');
  if (before && between && after && rest.length === 0 && marks.indexOf(SYSTEM_MARK) < marks.indexOf(USER_MARK)) {
    return [LlamaText(before), LlamaText(between), LlamaText(after)];
  }
  throw new ModelError('model-unavailable', 'Cannot use the chat template: it does not hold system and user text once');
}

function splitText(text: string, parts: (string | SpecialTokensText | SpecialToken)[][]): void {
  const pieces = text.split(new RegExp(`${SYSTEM_MARK}|${USER_MARK}`, 'u'));
  pieces.forEach((piece, index) => {
    if (index > 0) parts.push([]);
    if (piece !== '') parts.at(-1)?.push(piece);
  });
}

function stopTokensOf(model: LlamaModel, trigger: LlamaText): Token[] {
  const isSpecial = trigger.values.every((value) => typeof value !== 'string');
  const [first, ...rest] = isSpecial ? trigger.trim().tokenize(model.tokenizer) : [];
  return first !== undefined && rest.length === 0 ? [first] : [];
}
