import { openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { createAbsentTokenClassifier } from '../../src/models/absent-token-classifier.ts';
import { createLateTokenClassifier } from '../../src/models/late-token-classifier.ts';
import type { TokenClassifier } from '../../src/models/token-classifier.ts';
import { comeLate } from '../support/come-late.ts';
import { encoderModelFiles, taggerModelFiles } from '../support/model-files.ts';
import { ScriptedTagger } from '../support/scripted-tagger.ts';
import { tokenClassifierContract } from './token-classifier-contract.ts';

const names = ['Jürgen Müller', 'Jürgen Müller'.normalize('NFD'), "Mary O'Brien"];

tokenClassifierContract('scripted tagger', async () => {
  const classifier = new ScriptedTagger(Object.fromEntries(names.map((name) => [name, 'NAME'])));
  return { classifier, kill: () => classifier.crash() };
});

tokenClassifierContract('scripted tagger that came late', async () => {
  const classifier = new ScriptedTagger(Object.fromEntries(names.map((name) => [name, 'NAME'])));
  const late = await comeLate<TokenClassifier>(classifier, createLateTokenClassifier);
  return { classifier: late, kill: () => classifier.crash() };
});

const files = encoderModelFiles();
const weights = taggerModelFiles();

tokenClassifierContract(
  'onnx engine',
  async () => {
    const tagger = { ...weights.model, deadlineMs: 60_000 };
    const engine = await openEncoderEngine({ ...files, tagger, deadlineMs: 60_000, maxQueue: 8 });
    const classifier = engine.classifier ?? createAbsentTokenClassifier('none');
    return { classifier, kill: () => process.kill(engine.processId ?? 0, 'SIGKILL') };
  },
  { skipReason: files.reason ?? weights.reason },
);
