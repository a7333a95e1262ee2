import { DeadlinePassed, whileWanted } from '../../conversation/within-deadline.ts';
import type { Embedder } from '../../models/embedder.ts';
import { ModelError, type ModelErrorCode } from '../../models/model-error.ts';
import type { GenerationRequest, TextGenerator } from '../../models/text-generator.ts';
import type { TokenClassifier } from '../../models/token-classifier.ts';
import { type Guard, GuardRefusal, type Verdict } from './guard.ts';

/** A model that is not there says so at once: nobody has to be kept from asking. */
const ofTheEngine: ReadonlySet<ModelErrorCode> = new Set(['engine-down', 'engine-timeout', 'engine-failed']);

/** What a fault of an engine says about the next call to it. */
export function judgeModelError(error: unknown): Verdict {
  if (!(error instanceof ModelError)) return 'failure';
  if (ofTheEngine.has(error.code)) return 'failure';
  return error.code === 'cancelled' || error.code === 'queue-full' ? 'nothing' : 'answer';
}

/** An embedder that is left alone while it fails, so that turns take their fallback at once instead of late. */
export function guardEmbedder(embedder: Embedder, guard: Guard): Embedder {
  return {
    get model() {
      return embedder.model;
    },
    get dimension() {
      return embedder.dimension;
    },
    embed: (texts, signal) => coded(() => guard.run((inner) => embedder.embed(texts, inner), { signal })),
    isReady: () => embedder.isReady(),
    close: () => embedder.close(),
  };
}

export function guardClassifier(classifier: TokenClassifier, guard: Guard): TokenClassifier {
  return {
    get model() {
      return classifier.model;
    },
    tag: (text, signal) => coded(() => guard.run((inner) => classifier.tag(text, inner), { signal })),
    isReady: () => classifier.isReady(),
    close: () => classifier.close(),
  };
}

/** A stream holds its place to its end, and is never begun a second time: sentences of the first may be told already. */
export function guardGenerator(generator: TextGenerator, guard: Guard): TextGenerator {
  return {
    get model() {
      return generator.model;
    },
    get contextTokens() {
      return generator.contextTokens;
    },
    generate: (request, signal) => generateGuarded(generator, guard, { request, signal }),
    // A judge has little patience under load: that says nothing about the engine.
    decide: (request, signal) =>
      coded(() => guard.run((inner) => generator.decide(request, inner), { signal, countsPatience: false })),
    countTokens: (text) => generator.countTokens(text),
    isReady: () => generator.isReady(),
    close: () => generator.close(),
  };
}

async function* generateGuarded(
  generator: TextGenerator,
  guard: Guard,
  { request, signal }: { readonly request: GenerationRequest; readonly signal: AbortSignal | undefined },
): ReturnType<TextGenerator['generate']> {
  const lease = await coded(() => guard.hold(signal));
  const pieces = generator.generate(request, lease.signal);
  try {
    for (;;) {
      // A stream that takes no notice of its deadline is left where it stands.
      const next = await whileWanted(lease.signal, () => pieces.next());
      if (next.done === true) return next.value;
      yield next.value;
    }
  } catch (error) {
    lease.fail(error);
    throw toModelError(lease.signal.aborted ? lease.signal.reason : error);
  } finally {
    lease.succeed();
    pieces.return(nothing).catch(() => undefined);
  }
}

const nothing = { promptTokens: 0, completionTokens: 0 };

async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toModelError(error);
  }
}

function toModelError(error: unknown): unknown {
  if (error instanceof GuardRefusal) return new ModelError(error.code, error.message, { cause: error });
  if (error instanceof DeadlinePassed) return new ModelError('engine-timeout', error.message, { cause: error });
  if (error instanceof DOMException) return new ModelError('cancelled', 'The call was cancelled by its caller');
  return error;
}
