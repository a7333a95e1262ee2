import { type ServedEngine, serveEngine } from '../engine-process/serve-engine.ts';
import { EMBED, encoderSettings, TAG } from './encoder-messages.ts';
import { FairTurns } from './fair-turns.ts';
import { openSentenceEncoder } from './sentence-encoder.ts';
import { openTagger } from './tagger.ts';

serveEngine(openEngine);

/** Both models in one process, loaded side by side: they share its turns, so that neither starves the other. */
async function openEngine(sent: unknown): Promise<ServedEngine> {
  const settings = encoderSettings.parse(sent);
  const { taggerId } = settings;
  const turns = new FairTurns();
  const [embed, tag] = await Promise.all([
    openSentenceEncoder(settings, turns),
    taggerId === null ? undefined : openTagger({ ...settings, modelId: taggerId }, turns),
  ]);
  return { facts: {}, operations: { [EMBED]: embed, ...(tag ? { [TAG]: tag } : {}) } };
}
