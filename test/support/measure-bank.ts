import { z } from 'zod';
import { splitSentences } from '../../src/conversation/split-sentences.ts';
import { type BankQuestion, type BankSample, type Half, halfOf } from './bank-sample.ts';

/** What staff see of a turn, as far as it is measured. */
const turnSchema = z.object({
  outcome: z.string(),
  reply: z.object({ text: z.string(), citations: z.array(z.object({ passage: z.string() })) }).nullable(),
  handover: z.object({ reason: z.string() }).nullish(),
  triage: z.object({ intent: z.object({ id: z.string() }), inScope: z.number() }),
  timings: z.record(z.string(), z.object({ ms: z.number() })),
});
type MeasuredTurn = z.infer<typeof turnSchema>;

/** Asks one question in a conversation of its own and answers the turn as staff see it. */
export type AskBank = (text: string) => Promise<unknown>;

/** Shares from 0 to 1, but for `sentences`, `contacts` and `p95Ms`. */
export interface BankFigures {
  readonly questions: number;
  readonly answered: number;
  /** Of all questions: answered, and the right document cited. */
  readonly rightDocument: number;
  /** Of all questions: answered, and the answer stands in the reply. */
  readonly holdsAnswer: number;
  /** Of the answered: the right document is not among the cited. */
  readonly wrongDocument: number;
  /** Mean sentences of an answer, and the mean share of them that hold what was asked. */
  readonly sentences: number;
  readonly precision: number;
  readonly rightIntent: number;
  /** Of the unanswerable: not answered. */
  readonly declined: Readonly<Record<'in-domain' | 'out-of-domain', number>>;
  /** Of what is out of the domain, and of the questions: on the right side of even odds. */
  readonly outOfScopeSeen: number;
  readonly inScopeSeen: number;
  readonly personReached: number;
  readonly dangerReached: number;
  /** Look-alikes that were handed over for danger, law or a wish nobody uttered. */
  readonly lookAlikesStopped: number;
  /** Milliseconds of triage, retrieval and drafting, embedding included, at the 95th percentile. */
  readonly p95Ms: number;
}

const reasons = { legal: 'legal-language', safety: 'safety', security: 'security' } as const;
const stopping: readonly string[] = [...Object.values(reasons), 'person-requested'];

/** Puts one half of the sample to an appliance. */
export async function measureBank(ask: AskBank, sample: BankSample, half: Half): Promise<BankFigures> {
  const times: number[] = [];
  const askOne = async (text: string): Promise<MeasuredTurn> => {
    const turn = turnSchema.parse(await ask(text));
    if (turn.timings.retrieve)
      times.push(sumOf(['triage', 'retrieve', 'draft'].map((stage) => turn.timings[stage]?.ms ?? 0)));
    return turn;
  };
  const mine = <T extends { readonly text: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ text }) => halfOf(text) === half);
  const answers = await inTurn(mine(sample.questions), async (question) =>
    toAnswer(question, await askOne(question.text)),
  );
  const declined = await inTurn(mine(sample.unanswerable), async ({ text, kind }) => {
    const { outcome, triage } = await askOne(text);
    return { kind, declined: outcome !== 'answered', inScope: triage.inScope };
  });
  const reasonOf = async (text: string): Promise<string> => (await askOne(text)).handover?.reason ?? '';
  const wishes = mine(sample.personPlease.map((text) => ({ text })));
  const lookAlikes = mine(sample.lookAlikes.map((text) => ({ text })));
  const reached = await inTurn(wishes, async ({ text }) => (await reasonOf(text)) === 'person-requested');
  const dangers = await inTurn(
    mine(sample.legalOrSafety),
    async ({ text, kind }) => (await reasonOf(text)) === reasons[kind],
  );
  const stopped = await inTurn(lookAlikes, async ({ text }) => stopping.includes(await reasonOf(text)));
  const outside = declined.filter(({ kind }) => kind === 'out-of-domain');
  return {
    ...figuresOf(answers),
    declined: {
      'in-domain': shareOf(
        declined.filter(({ kind }) => kind === 'in-domain'),
        (one) => one.declined,
      ),
      'out-of-domain': shareOf(outside, (one) => one.declined),
    },
    outOfScopeSeen: shareOf(outside, ({ inScope }) => inScope < 0.5),
    personReached: shareOf(reached, Boolean),
    dangerReached: shareOf(dangers, Boolean),
    lookAlikesStopped: stopped.filter(Boolean).length,
    p95Ms: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0,
  };
}

interface Answer {
  readonly answered: boolean;
  readonly rightDocument: boolean;
  readonly holdsAnswer: boolean;
  readonly rightIntent: boolean;
  readonly inScope: boolean;
  readonly sentences: number;
  readonly holding: number;
}

function toAnswer({ document, intent, answerContains }: BankQuestion, turn: MeasuredTurn): Answer {
  const answered = turn.outcome === 'answered';
  const said = answered ? splitSentences(turn.reply?.text ?? '').map(({ text }) => text) : [];
  const holding = said.filter((sentence) => sentence.includes(answerContains)).length;
  const cited = turn.reply?.citations.map(({ passage }) => passage.split('#')[0]) ?? [];
  return {
    answered,
    rightDocument: answered && cited.includes(document),
    holdsAnswer: holding > 0,
    rightIntent: turn.triage.intent.id === intent,
    inScope: turn.triage.inScope >= 0.5,
    sentences: said.length,
    holding,
  };
}

function figuresOf(all: readonly Answer[]) {
  const answered = all.filter((one) => one.answered);
  return {
    questions: all.length,
    answered: answered.length / all.length,
    rightDocument: shareOf(all, (one) => one.rightDocument),
    holdsAnswer: shareOf(all, (one) => one.holdsAnswer),
    wrongDocument: shareOf(answered, (one) => !one.rightDocument),
    sentences: sumOf(answered.map((one) => one.sentences)) / answered.length,
    precision: sumOf(answered.map((one) => one.holding / one.sentences)) / answered.length,
    rightIntent: shareOf(all, (one) => one.rightIntent),
    inScopeSeen: shareOf(all, (one) => one.inScope),
  };
}

/** One after the other, as a customer would wait for each answer. */
async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  for (const one of all) done.push(await work(one));
  return done;
}

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 1 : all.filter(holds).length / all.length;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
