import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { createAbsentTokenClassifier } from '../../src/models/absent-token-classifier.ts';
import { createTextClassification } from '../../src/redaction/classify-text.ts';
import { createPlaceholderBook } from '../../src/redaction/placeholder-book.ts';
import { createRedactor, type Redactor } from '../../src/redaction/redact-message.ts';
import { encoderModelFiles, taggerModelFiles } from '../support/model-files.ts';

const files = encoderModelFiles();
const names = taggerModelFiles();
const reason = files.reason ?? names.reason;

describe.skipIf(reason !== undefined)(`names model on real weights ${reason ?? ''}`, { timeout: 60_000 }, () => {
  let engine: EncoderEngine;
  let redactor: Redactor;
  beforeAll(async () => {
    const tagger = { ...names.model, deadlineMs: 30_000 };
    engine = await openEncoderEngine({ ...files, tagger, deadlineMs: 30_000, maxQueue: 8 });
    const classifier = engine.classifier ?? createAbsentTokenClassifier('none');
    redactor = createRedactor({ classify: createTextClassification(classifier), kept: ['ORGANIZATION', 'PLACE'] });
  }, 60_000);
  afterAll(() => engine.close());

  it.each([
    ['arun', '[NAME_1]'],
    ['priya raman', '[NAME_1]'],
    ['thanks Oluwaseun', 'thanks [NAME_1]'],
    ['is Małgorzata allowed to see my balance?', 'is [NAME_1] allowed to see my balance?'],
    ['hello, Mrs. Iyengar called me', 'hello, [NAME_1] called me'],
  ])('finds the name in %j', async (text, expected) => {
    expect((await redactor.redact(text, createPlaceholderBook([]))).text).toBe(expected);
  });

  it.each([
    'hi',
    'yes',
    'economy class',
    'how do I use Apple Pay with my Visa card?',
    'do you ship to the US?',
    'please mark my card as lost, I will pay in May',
    'is there a grace period before the top up fee?',
  ])('keeps %j', async (text) => {
    expect((await redactor.redact(text, createPlaceholderBook([]))).text).toBe(text);
  });
});
