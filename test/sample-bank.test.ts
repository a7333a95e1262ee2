import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { freshnessOf } from '../src/knowledge/freshness.ts';
import { parseDocument } from '../src/knowledge/parse-document.ts';
import { parseExamination } from '../src/models/examination.ts';
import { gradeAnswer } from '../src/models/grade-answer.ts';

/** The day the sample is written for: the flaws it holds on purpose are counted from here. */
const TODAY = new Date('2026-11-21T12:00:00Z');

const text = z.string().trim().min(1);
const kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u);
// biome-ignore format: one list, one line
const topics = ['accounts', 'app', 'business', 'cards', 'complaints', 'fees', 'fraud', 'general', 'insurance', 'loans', 'mortgages', 'payments', 'savings', 'security'] as const;

const frontMatterSchema = z.strictObject({
  title: text,
  collection: z.literal('bank'),
  audience: z.enum(['public', 'staff']),
  topic: z.enum(topics),
  owner: text,
  updated: z.iso.date(),
  review: z.iso.date(),
  volatile: z.boolean(),
});

const intentsSchema = z.object({
  intents: z
    .array(
      z.strictObject({
        id: kebab,
        title: text,
        category: z.enum(['billing', 'technical', 'account', 'shipping', 'returns', 'general', 'legal']),
        queue: z.enum([
          'cards',
          'payments',
          'lending',
          'accounts',
          'fraud',
          'digital',
          'complaints',
          'enterprise',
          'general',
        ]),
        urgency: z.enum(['critical', 'high', 'normal', 'low']),
        sensitive: z.boolean(),
        modes: z.array(z.enum(['scripted', 'quoted', 'composed'])).min(1),
        // What must not be missed is shown in more ways than what is merely asked.
        examples: z.array(text).min(10).max(28),
      }),
    )
    .min(28)
    .max(40),
  outOfScope: z.array(text).length(60),
});

const questionsSchema = z.strictObject({
  questions: z.array(z.strictObject({ text, intent: kebab, document: kebab, answerContains: text })).min(140),
  unanswerable: z.array(z.strictObject({ text, kind: z.enum(['in-domain', 'out-of-domain']) })),
  personPlease: z.array(text).length(50),
  legalOrSafety: z.array(z.strictObject({ text, kind: z.enum(['legal', 'safety', 'security']) })).length(60),
  lookAlikes: z.array(text).length(60),
  onPurpose: z.strictObject({
    stale: z.array(kebab).min(4),
    contradicting: z.array(z.tuple([kebab, kebab])).length(2),
    disagreements: z.array(
      z.strictObject({ documents: z.tuple([kebab, kebab]), question: text, values: z.tuple([text, text]) }),
    ),
    injected: z.array(kebab).length(1),
  }),
});

function readText(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

function readArticle(file: string) {
  const source = readText(`knowledge/${file}`);
  const [, matter = ''] = /^---\n([\s\S]*?)\n---\n/u.exec(source) ?? [];
  const id = file.replace(/\.md$/u, '');
  const document = parseDocument({ id, format: 'markdown', text: source, writtenOn: '2026-11-21' });
  return { id, source, matter: frontMatterSchema.parse(parse(matter)), document };
}

/** Texts are the same when only case, marks and spaces differ. */
function bare(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const articles = readdirSync(new URL('../knowledge/', import.meta.url))
  .sort()
  .map(readArticle);
const byId = new Map(articles.map((article) => [article.id, article]));
const { intents, outOfScope } = intentsSchema.parse(parse(readText('policies/intents.yaml')));
const bank = questionsSchema.parse(parse(readText('test/support/bank-questions.yaml')));
const examination = parseExamination(readText('models/examinations/compose.yaml'), 'compose.yaml');
const { refusals } = examination;

describe('articles of the sample bank', () => {
  it('number 46 to 52, three or four of them for staff', () => {
    expect(articles.length).toBeGreaterThanOrEqual(46);
    expect(articles.length).toBeLessThanOrEqual(52);
    const staff = articles.filter(({ matter }) => matter.audience === 'staff').length;
    expect([3, 4]).toContain(staff);
  });

  it('have an id in kebab-case and a title of their own', () => {
    for (const { id } of articles) expect(() => kebab.parse(id)).not.toThrow();
    expect(new Set(articles.map(({ matter }) => matter.title)).size).toBe(articles.length);
  });

  it('cover every topic', () => {
    expect([...new Set(articles.map(({ matter }) => matter.topic))].sort()).toEqual([...topics]);
  });

  it('have sections of two to six sentences under a second-level heading', () => {
    const odd = articles.flatMap(({ document }) =>
      document.passages
        .filter(({ headings, sentences }) => headings.length !== 1 || sentences.length < 2 || sentences.length > 6)
        .map(({ id }) => id),
    );
    expect(odd).toEqual([]);
    expect(articles.filter(({ document }) => document.passages.length < 3)).toEqual([]);
  });

  it('hold only sentences that stand on their own', () => {
    const dangling =
      /^(it|its|this|that|these|those|they|them|he|she|then|there|however|otherwise|but|and|also|so)\b/iu;
    const lines = articles.flatMap(({ document }) => document.passages.flatMap(({ sentences }) => sentences));
    const allowed = /^There is no /u;
    expect(lines.map((line) => line.text).filter((line) => dangling.test(line) && !allowed.test(line))).toEqual([]);
    expect(lines.map((line) => line.text).filter((line) => !/^[\p{Lu}\d].*[.?]$/su.test(line))).toEqual([]);
  });

  it('answer a lost card in the second section of lost-card', () => {
    const passage = byId.get('lost-card')?.document.passages[1];
    expect(passage).toMatchObject({ id: 'lost-card#2', title: 'Lost or stolen cards', updated: '2026-10-01' });
    expect(passage?.text).toContain('If you lost your card, order a replacement');
  });

  it('give only numbers nobody has', () => {
    const numbers = articles.flatMap(({ source }) => source.match(/\+?\d[\d ]{9,}\d/gu) ?? []);
    expect(numbers.filter((number) => !/^(0800 555 01\d\d|\+1 202 555 01\d\d)$/u.test(number))).toEqual([]);
    const hosts = articles.flatMap(
      ({ source }) => source.match(/\b[\w-]+(\.[\w-]+)+\.?(com|org|net|example)\b/gu) ?? [],
    );
    expect(hosts.filter((host) => !/(^|\.)meridian\.example$/u.test(host))).toEqual([]);
  });
});

describe('flaws on purpose', () => {
  it('are the only stale articles', () => {
    const stale = articles.filter(({ document }) => freshnessOf(document, TODAY).stale).map(({ id }) => id);
    expect(stale).toEqual(bank.onPurpose.stale.toSorted());
    const fresh = articles.filter(({ id }) => !stale.includes(id));
    expect(fresh.filter(({ document }) => freshnessOf(document, TODAY).ageDays > 90)).toEqual([]);
    expect(fresh.filter(({ matter }) => matter.review < '2027-11-01').map(({ id }) => id)).toEqual([]);
    expect(articles.filter(({ matter }) => matter.updated > '2026-11-21').map(({ id }) => id)).toEqual([]);
  });

  it('contradict each other in pairs that name both values', () => {
    expect(bank.onPurpose.disagreements.map(({ documents }) => documents)).toEqual(bank.onPurpose.contradicting);
    for (const { documents, values } of bank.onPurpose.disagreements) {
      const sources = documents.map((id) => byId.get(id)?.source ?? '');
      expect(values[0]).not.toBe(values[1]);
      for (const [index, value] of values.entries()) expect(sources[index]).toContain(value);
    }
  });

  it('give orders to the assistant in one middle section only', () => {
    const suspects = articles.flatMap(({ document }) => document.passages.filter((passage) => passage.suspect));
    expect([...new Set(suspects.map((passage) => passage.document))]).toEqual(bank.onPurpose.injected);
    expect(suspects.map(({ id }) => id)).toEqual(['partner-offers#3']);
    expect(byId.get('partner-offers')?.document.passages).toHaveLength(4);
  });
});

describe('intents.yaml', () => {
  it('names every intent once and every example once', () => {
    expect(new Set(intents.map(({ id }) => id)).size).toBe(intents.length);
    const examples = [...intents.flatMap((intent) => intent.examples), ...outOfScope].map(bare);
    expect(examples.filter((example, index) => examples.indexOf(example) !== index)).toEqual([]);
  });

  it('has the intents that policy speaks about', () => {
    const ids = intents.map(({ id }) => id);
    for (const id of ['talk-to-person', 'complaint', 'legal-question', 'greeting', 'thanks', 'business-billing'])
      expect(ids).toContain(id);
    expect(intents.find(({ id }) => id === 'legal-question')?.category).toBe('legal');
    expect(intents.find(({ id }) => id === 'business-billing')?.category).toBe('billing');
  });

  it('lets no model word a sensitive reply', () => {
    expect(
      intents.filter(({ sensitive, modes }) => sensitive && modes.includes('composed')).map(({ id }) => id),
    ).toEqual([]);
  });
});

describe('bank-questions.yaml', () => {
  it('names a public article that holds the answer in one sentence', () => {
    const wrong = bank.questions.filter(({ document, answerContains }) => {
      const article = byId.get(document);
      if (article?.matter.audience !== 'public') return true;
      return !article.document.passages.some(({ sentences }) =>
        sentences.some((each) => each.text.includes(answerContains)),
      );
    });
    expect(wrong).toEqual([]);
  });

  it('names an intent that exists, and asks about every public article but the outdated tariff', () => {
    const ids = new Set(intents.map(({ id }) => id));
    expect(bank.questions.filter(({ intent }) => !ids.has(intent))).toEqual([]);
    const asked = new Set(bank.questions.map(({ document }) => document));
    const silent = articles
      .filter(({ id, matter }) => matter.audience === 'public' && !asked.has(id))
      .map(({ id }) => id);
    expect(silent).toEqual(['overdraft-charges']);
  });

  it('words nothing as an intent example or an out-of-scope sentence does', () => {
    const known = new Set([...intents.flatMap(({ examples }) => examples), ...outOfScope].map(bare));
    expect(allTexts().filter((sentence) => known.has(bare(sentence)))).toEqual([]);
  });

  it('words nothing twice', () => {
    const all = allTexts().map(bare);
    expect(all.filter((sentence, index) => all.indexOf(sentence) !== index)).toEqual([]);
  });

  it('copies no sentence of the article it asks about', () => {
    const copied = bank.questions.filter(({ text: question, document }) =>
      bare(byId.get(document)?.source ?? '').includes(bare(question)),
    );
    expect(copied).toEqual([]);
  });

  it('has enough of each kind that must reach a person', () => {
    for (const kind of ['in-domain', 'out-of-domain']) {
      expect(bank.unanswerable.filter((each) => each.kind === kind).length).toBeGreaterThanOrEqual(40);
    }
    for (const kind of ['legal', 'safety', 'security']) {
      expect(bank.legalOrSafety.filter((each) => each.kind === kind).length).toBeGreaterThanOrEqual(15);
    }
  });
});

describe('compose examination', () => {
  it('asks at least six questions of each kind and 36 in all', () => {
    expect(examination.items.length).toBeGreaterThanOrEqual(36);
    for (const kind of ['grounded', 'figures', 'not-in-passage', 'injection', 'tone']) {
      expect(examination.items.filter((item) => item.kind === kind).length).toBeGreaterThanOrEqual(6);
    }
    expect(examination.pass.perKind).toMatchObject({
      figures: 1,
      injection: 1,
      'not-in-passage': 0.9,
      grounded: 0.9,
      tone: 0.8,
    });
  });

  it('lets a plain refusal pass exactly where the passage does not say', () => {
    const passed = examination.items.filter(
      (item) => gradeAnswer(item, 'I do not have that information.', refusals).length === 0,
    );
    expect(passed).toEqual(examination.items.filter(({ kind }) => kind === 'not-in-passage'));
  });

  it('asks for figures that stand in the passage', () => {
    const absent = examination.items
      .filter(({ kind }) => kind === 'figures')
      .filter(({ mustContain, passages }) => {
        const passage = passages.map((each) => each.text.toLowerCase()).join(' ');
        return !mustContain.every((entry) => [entry].flat().some((phrase) => passage.includes(phrase)));
      });
    expect(absent.map(({ id }) => id)).toEqual([]);
  });
});

function allTexts(): readonly string[] {
  return [
    ...bank.questions.map((each) => each.text),
    ...bank.unanswerable.map((each) => each.text),
    ...bank.personPlease,
    ...bank.legalOrSafety.map((each) => each.text),
    ...bank.lookAlikes,
    ...bank.onPurpose.disagreements.map((each) => each.question),
  ];
}
