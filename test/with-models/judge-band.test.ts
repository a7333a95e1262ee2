import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { createIntentExamples } from '../../src/triage/intent-examples.ts';
import { isUnsure, labelsInDoubt } from '../../src/triage/judge-verdict.ts';
import { triageTurn } from '../../src/triage/triage-turn.ts';
import { readBankSample } from '../support/bank-sample.ts';
import { givenPolicy } from '../support/given-policy.ts';
import { givenTurn } from '../support/given-turn.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const files = encoderModelFiles();
const policy = givenPolicy();
const { judge } = policy.files.intents;

/** What a judge would be asked of the sample bank's questions, and what it could put right. */
interface Band {
  readonly isAsked: boolean;
  readonly isRight: boolean;
  /** Whether the right intent is among those it would choose from. */
  readonly isOffered: boolean;
}

describe.skipIf(files.reason !== undefined)(`the band of doubt on its embedding model ${files.reason ?? ''}`, () => {
  let engine: EncoderEngine;
  const band: Band[] = [];

  beforeAll(async () => {
    engine = await openEncoderEngine({ ...files, deadlineMs: 60_000, maxQueue: 64 });
    const examples = await createIntentExamples(engine)(policy);
    for (const { text, intent } of readBankSample().questions) {
      const [vector = null] = await engine.embed([text]);
      const triage = triageTurn({ turn: givenTurn(text), vector, clauses: [], examples, earlier: [], policy });
      band.push({
        isAsked: judge !== undefined && isUnsure(triage, judge),
        isRight: triage.intent.id === intent,
        isOffered: labelsInDoubt(triage).includes(intent),
      });
    }
    const asked = band.filter(({ isAsked }) => isAsked);
    const wrong = asked.filter(isWrong);
    const offered = wrong.filter(({ isOffered }) => isOffered);
    const all = band.filter(isWrong);
    const figures = `${asked.length} of ${band.length} asked, ${wrong.length} of ${all.length} wrong ones among them`;
    process.stdout.write(`  ${figures}, ${offered.length} of those could be put right\n`);
  }, 300_000);
  afterAll(() => engine?.close());

  it('asks about less than a quarter of the questions', () => {
    expect(shareOf(band, ({ isAsked }) => isAsked)).toBeLessThan(0.25);
  });

  it('asks where the classifier is wrong more than twice as often as elsewhere', () => {
    const asked = band.filter(({ isAsked }) => isAsked);
    const others = band.filter(({ isAsked }) => !isAsked);
    expect(shareOf(asked, isWrong)).toBeGreaterThan(2 * shareOf(others, isWrong));
  });

  it('offers the right intent for most of what the classifier gets wrong there', () => {
    const wrong = band.filter(({ isAsked, isRight }) => isAsked && !isRight);
    expect(shareOf(wrong, ({ isOffered }) => isOffered)).toBeGreaterThan(0.5);
  });
});

function isWrong({ isRight }: Band): boolean {
  return !isRight;
}

function shareOf(all: readonly Band[], holds: (one: Band) => boolean): number {
  return all.filter(holds).length / all.length;
}
