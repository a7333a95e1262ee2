import { openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { createAbsentTokenClassifier } from '../../src/models/absent-token-classifier.ts';
import { encoderModelFiles, taggerModelFiles } from '../support/model-files.ts';
import { ScriptedTagger } from '../support/scripted-tagger.ts';
import { tokenClassifierContract } from './token-classifier-contract.ts';

tokenClassifierContract('scripted tagger', async () => {
  const names = ['Jürgen Müller', 'Jürgen Müller'.normalize('NFD'), "Mary O'Brien"];
  const classifier = new ScriptedTagger(Object.fromEntries(names.map((name) => [name, 'NAME'])));
  return { classifier, kill: () => classifier.crash() };
});

const files = encoderModelFiles();
const names = taggerModelFiles();

tokenClassifierContract(
  'onnx engine',
  async () => {
    const tagger = { ...names.model, deadlineMs: 60_000 };
    const engine = await openEncoderEngine({ ...files, tagger, deadlineMs: 60_000, maxQueue: 8 });
    const classifier = engine.classifier ?? createAbsentTokenClassifier('none');
    return { classifier, kill: () => process.kill(engine.processId ?? 0, 'SIGKILL') };
  },
  { skipReason: files.reason ?? names.reason },
);
