import { createAbsentEmbedder } from './absent-embedder.ts';
import type { Embedder } from './embedder.ts';

/** An engine in a process of its own says which. */
type Served = Embedder & { readonly processId?: number | undefined };

/**
 * The embedder that serves at the moment of a call. Until there is one every call rejects with `model-missing`, and the
 * model is `none`: a receipt names what answers, not what ought to.
 */
export function createLateEmbedder(current: () => Served | undefined): Served {
  const absent = createAbsentEmbedder('The embedding model could not be opened');
  const served = (): Served => current() ?? absent;
  return {
    get model() {
      return served().model;
    },
    get dimension() {
      return served().dimension;
    },
    get processId() {
      return current()?.processId;
    },
    embed: (texts, signal) => served().embed(texts, signal),
    isReady: () => served().isReady(),
    close: () => served().close(),
  };
}
