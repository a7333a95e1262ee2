import { openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { guardEmbedder } from '../../src/adapters/resilience/guard-models.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createLateEmbedder } from '../../src/models/late-embedder.ts';
import { comeLate } from '../support/come-late.ts';
import { givenGuard } from '../support/given-guard.ts';
import { encoderModelFiles } from '../support/model-files.ts';
import { wordEmbedder } from '../support/word-embedder.ts';
import { embedderContract } from './embedder-contract.ts';

embedderContract('word embedder', async () => {
  const embedder = wordEmbedder();
  return { embedder, kill: () => embedder.crash() };
});

embedderContract('guarded word embedder', async () => {
  const embedder = wordEmbedder();
  return { embedder: guardEmbedder(embedder, givenGuard(4)), kill: () => embedder.crash() };
});

embedderContract('word embedder that came late', async () => {
  const embedder = wordEmbedder();
  return { embedder: await comeLate<Embedder>(embedder, createLateEmbedder), kill: () => embedder.crash() };
});

const files = encoderModelFiles();

embedderContract(
  'onnx engine',
  async () => {
    const embedder = await openEncoderEngine({ ...files, deadlineMs: 30_000, maxQueue: 8 });
    return { embedder, kill: () => process.kill(embedder.processId ?? 0, 'SIGKILL') };
  },
  { skipReason: files.reason },
);
