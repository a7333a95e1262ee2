import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { createAbsentTokenClassifier } from '../../src/models/absent-token-classifier.ts';
import { deidentify, type ScanText } from '../../src/privacy/deidentify.ts';
import { createTextClassification } from '../../src/redaction/classify-text.ts';
import { createPlaceholderBook } from '../../src/redaction/placeholder-book.ts';
import { createRedactor, type Redactor, type RedactorOptions } from '../../src/redaction/redact-message.ts';
import { createTextRedaction } from '../../src/redaction/redact-text.ts';
import { encoderModelFiles, taggerModelFiles } from '../support/model-files.ts';

const files = encoderModelFiles();
const names = taggerModelFiles();
const reason = files.reason ?? names.reason;

describe.skipIf(reason !== undefined)(`names model on real weights ${reason ?? ''}`, { timeout: 60_000 }, () => {
  let engine: EncoderEngine;
  let redactor: Redactor;
  let scan: ScanText;
  beforeAll(async () => {
    const tagger = { ...names.model, deadlineMs: 30_000 };
    engine = await openEncoderEngine({ ...files, tagger, deadlineMs: 30_000, maxQueue: 8 });
    const classifier = engine.classifier ?? createAbsentTokenClassifier('none');
    const options: RedactorOptions = {
      classify: createTextClassification(classifier),
      kept: ['ORGANIZATION', 'PLACE'],
    };
    redactor = createRedactor(options);
    const redactText = createTextRedaction(options);
    scan = async (text) => (await redactText(text)).entities;
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
    'hi, priya raman here, my card 4111 1111 1111 1111 is lost',
    'Małgorzata cannot log in, write to m.nowak@example.org',
    'I paid 40 dollars at Tesco in Spain and it is still pending',
    'please send it to 12 High Street, Leeds, I am Oluwaseun Adeyemi',
  ])('takes no surrogate for a leak: %j', async (typed) => {
    const book = createPlaceholderBook([]);
    const { text } = await redactor.redact(typed, book);
    const line = { from: 'customer' as const, text, intent: null };
    const exported = await deidentify({ id: 'c_1', lines: [line], values: book.values() }, Buffer.alloc(32, 7), scan);
    expect(exported.findings).toEqual([]);
  });

  it('finds a name that stayed in a conversation', async () => {
    const line = { from: 'customer' as const, text: 'is Małgorzata allowed to see my balance?', intent: null };
    const exported = await deidentify({ id: 'c_1', lines: [line], values: [] }, Buffer.alloc(32, 7), scan);
    expect(exported.findings).toContainEqual(expect.objectContaining({ conversation: 'c_1', line: 1, type: 'NAME' }));
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
