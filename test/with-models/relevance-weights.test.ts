import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { parseJson } from '../../src/conversation/parse-json.ts';
import type { DocumentSource } from '../../src/knowledge/parse-document.ts';
import type { Passage, Sentence } from '../../src/knowledge/passage.ts';
import { findCandidates } from '../../src/retrieval/find-candidates.ts';
import { fitRelevance, type RelevanceCase } from '../../src/retrieval/fit-relevance.ts';
import { relevanceFit, relevanceWeights } from '../../src/retrieval/relevance.ts';
import { asRedacted } from '../support/as-redacted.ts';
import { halfOf, readBankSample } from '../support/bank-sample.ts';
import { type GivenShelf, givenShelf, givenSource } from '../support/given-shelf.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const faq = fileURLToPath(new URL('../../../shared/data/eval/retrieval/', import.meta.url));
const articles = fileURLToPath(new URL('../../knowledge/', import.meta.url));
const files = encoderModelFiles();
const missing = files.reason ?? (existsSync(faq) ? undefined : 'the public FAQ set is absent');
if (missing !== undefined) process.stdout.write(`Skips fitting the relevance weights: ${missing}\n`);

/** Questions about a virus teach how questions meet answers, and less about how customers of a bank write. */
const FAQ_WEIGHT = 0.3;
const corpusLine = z.object({ id: z.string(), title: z.string(), text: z.string() });
const testLine = z.object({ query: z.string(), relevant: z.array(z.string()) });

function readLines<T>(name: string, schema: z.ZodType<T>): readonly T[] {
  const lines = readFileSync(`${faq}${name}`, 'utf8').trim().split('\n');
  return lines.map((line) => schema.parse(parseJson(line)));
}

function bankArticles(): readonly DocumentSource[] {
  return readdirSync(articles).map((name) => ({
    id: name.replace(/\.md$/u, ''),
    format: 'markdown',
    text: readFileSync(`${articles}${name}`, 'utf8'),
    writtenOn: '2026-11-21',
  }));
}

/** One case for the fit: everything that is found for a question, and which of it answers. */
async function toCase(
  shelf: GivenShelf,
  text: string,
  weight: number,
  answers: (passage: Passage, sentence: Sentence) => boolean,
): Promise<RelevanceCase> {
  const [vector = null] = await shelf.embedder.embed([text]);
  const candidates = await findCandidates(
    shelf,
    { collection: 'bank', audiences: ['public'] },
    { text: asRedacted(text), vector },
  );
  const sentences = candidates.flatMap(({ passage, sentences: all }) =>
    all.map((features, index) => {
      const sentence = passage.sentences[index];
      return { features, answers: sentence !== undefined && answers(passage, sentence) };
    }),
  );
  return { weight, sentences };
}

async function bankCases(shelf: GivenShelf): Promise<readonly RelevanceCase[]> {
  await shelf.sync(bankArticles());
  const { questions, unanswerable } = readBankSample();
  const cases: RelevanceCase[] = [];
  for (const { text, document, answerContains } of questions.filter((one) => halfOf(one.text) === 'tuning')) {
    const answers = (passage: Passage, sentence: Sentence): boolean =>
      passage.document === document && sentence.text.includes(answerContains);
    cases.push(await toCase(shelf, text, 1, answers));
  }
  for (const { text } of unanswerable.filter((one) => halfOf(one.text) === 'tuning')) {
    cases.push(await toCase(shelf, text, 1, () => false));
  }
  return cases;
}

async function faqCases(shelf: GivenShelf): Promise<readonly RelevanceCase[]> {
  const documents = readLines('covid-faq.corpus.jsonl', corpusLine);
  await shelf.sync(
    documents.map(({ id, title, text }) => {
      const source = givenSource(id, text);
      return { ...source, text: source.text.replace(`title: ${id}`, () => `title: ${JSON.stringify(title)}`) };
    }),
  );
  const cases: RelevanceCase[] = [];
  for (const { query, relevant } of readLines('covid-faq.test.jsonl', testLine)) {
    if (halfOf(query) !== 'tuning') continue;
    cases.push(await toCase(shelf, query, FAQ_WEIGHT, (passage) => relevant.includes(passage.document)));
  }
  return cases;
}

describe.skipIf(missing !== undefined)(`relevance weights ${missing ?? ''}`, () => {
  let engine: EncoderEngine;
  const shelves: GivenShelf[] = [];
  beforeAll(async () => {
    engine = await openEncoderEngine({ ...files, deadlineMs: 60_000, maxQueue: 64 });
    shelves.push(givenShelf(engine), givenShelf(engine));
  });
  afterAll(async () => {
    for (const shelf of shelves) shelf.close();
    await engine?.close();
  });

  it('are those that the tuning halves give', { timeout: 600_000 }, async () => {
    expect(engine.model).toEqual(relevanceFit.model);
    const [bank, other] = shelves;
    const cases = [...(bank ? await bankCases(bank) : []), ...(other ? await faqCases(other) : [])];
    const fitted = fitRelevance(cases);
    process.stdout.write(`  fitted on ${cases.length} questions: ${JSON.stringify(fitted, rounded)}\n`);
    for (const [name, weight] of Object.entries(relevanceWeights.features)) {
      expect({ [name]: Math.abs(weight - Number(Reflect.get(fitted.features, name))) < 0.4 }).toEqual({ [name]: true });
    }
    expect(Math.abs(relevanceWeights.slope - fitted.slope)).toBeLessThan(0.03);
    expect(Math.abs(relevanceWeights.offset - fitted.offset)).toBeLessThan(0.4);
  });
});

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
