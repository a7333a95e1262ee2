import { createAbsentTextGenerator } from './absent-text-generator.ts';
import type { TextGenerator } from './text-generator.ts';

/** The text model that serves at the moment of a call; until there is one, as one that is absent. */
export function createLateTextGenerator(current: () => TextGenerator | undefined): TextGenerator {
  const absent = createAbsentTextGenerator('The text model could not be opened');
  const served = (): TextGenerator => current() ?? absent;
  return {
    get model() {
      return served().model;
    },
    get contextTokens() {
      return served().contextTokens;
    },
    generate: (request, signal) => served().generate(request, signal),
    decide: (request, signal) => served().decide(request, signal),
    countTokens: (text) => served().countTokens(text),
    isReady: () => served().isReady(),
    close: () => served().close(),
  };
}
