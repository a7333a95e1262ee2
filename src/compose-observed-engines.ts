import type { Engines } from './compose-engines.ts';
import type { Embedder } from './models/embedder.ts';
import { ModelError } from './models/model-error.ts';
import type { GenerationUsage, TextGenerator } from './models/text-generator.ts';
import type { TokenClassifier } from './models/token-classifier.ts';
import type { CallBegun } from './telemetry/engine-metrics.ts';

/** What is told of a call when it ends: `ok` or a code, and for a generation its tokens. */
export type EndCall = (result: string, tokens?: { readonly prompt: number; readonly reply: number }) => void;
/** Told that a call begins; must not throw. */
export type BeginCall = (call: CallBegun) => EndCall;

/** The same engines; every call is told as it begins and as it ends. */
export function observeEngines(engines: Engines, begin: BeginCall): Engines {
  return {
    ...engines,
    embedder: observeEmbedder(engines.embedder, begin),
    classifier: engines.classifier && observeClassifier(engines.classifier, begin),
    generator: engines.generator && observeGenerator(engines.generator, begin),
  };
}

function observeEmbedder(engine: Embedder, begin: BeginCall): Embedder {
  return {
    get model() {
      return engine.model;
    },
    get dimension() {
      return engine.dimension;
    },
    embed: (texts, signal) =>
      observed(begin({ engine: 'encoder', operation: 'embed' }), () => engine.embed(texts, signal)),
    isReady: () => engine.isReady(),
    close: () => engine.close(),
  };
}

function observeClassifier(engine: TokenClassifier, begin: BeginCall): TokenClassifier {
  return {
    get model() {
      return engine.model;
    },
    tag: (text, signal) => observed(begin({ engine: 'encoder', operation: 'tag' }), () => engine.tag(text, signal)),
    isReady: () => engine.isReady(),
    close: () => engine.close(),
  };
}

function observeGenerator(engine: TextGenerator, begin: BeginCall): TextGenerator {
  return {
    get model() {
      return engine.model;
    },
    get contextTokens() {
      return engine.contextTokens;
    },
    generate: (request, signal) =>
      observedPieces(begin({ engine: 'text', operation: 'generate' }), engine.generate(request, signal)),
    decide: (request, signal) =>
      observed(begin({ engine: 'text', operation: 'decide' }), () => engine.decide(request, signal)),
    countTokens: (text) => engine.countTokens(text),
    isReady: () => engine.isReady(),
    close: () => engine.close(),
  };
}

async function observed<T>(end: EndCall, call: () => Promise<T>): Promise<T> {
  try {
    const answer = await call();
    end('ok');
    return answer;
  } catch (error) {
    end(codeOf(error));
    throw error;
  }
}

/** A reader that breaks off ends the call too: the engine stops, and nobody waits any more. */
async function* observedPieces(
  end: EndCall,
  pieces: AsyncGenerator<string, GenerationUsage, undefined>,
): AsyncGenerator<string, GenerationUsage, undefined> {
  let result = 'broken-off';
  let tokens: Parameters<EndCall>[1];
  try {
    const usage = yield* pieces;
    result = 'ok';
    tokens = { prompt: usage.promptTokens, reply: usage.completionTokens };
    return usage;
  } catch (error) {
    result = codeOf(error);
    throw error;
  } finally {
    end(result, tokens);
  }
}

function codeOf(error: unknown): string {
  return error instanceof ModelError ? error.code : 'failed';
}
