import { describe, expect, it } from 'vitest';
import type {
  DecisionRequest,
  GenerationRequest,
  GenerationUsage,
  TextGenerator,
} from '../src/models/text-generator.ts';
import { createLeakCheck } from '../src/redaction/leak-check.ts';
import { composeReply } from '../src/resolution/compose-reply.ts';
import { createSentenceValidator } from '../src/validation/sentence-validator.ts';
import { givenDraft } from './support/given-draft.ts';
import { plantedIdentifiers } from './support/planted-identifiers.ts';

const PLANTED = 1_000;
const passage = 'Express delivery of a replacement card costs $15.';

/** A text model whose reply arrives in the pieces it is given. */
class PiecewiseGenerator implements TextGenerator {
  readonly model = { id: 'piecewise', sha256: '0'.repeat(64) };
  readonly contextTokens = 2_048;
  readonly #pieces: readonly string[];

  constructor(...pieces: readonly string[]) {
    this.#pieces = pieces;
  }

  async *generate(_request: GenerationRequest): AsyncGenerator<string, GenerationUsage, undefined> {
    yield* this.#pieces;
    return { promptTokens: 1, completionTokens: this.#pieces.length };
  }

  async decide({ choices }: DecisionRequest): Promise<readonly number[]> {
    return choices.map(() => 1 / choices.length);
  }

  async countTokens(text: string): Promise<number> {
    return text.length;
  }

  isReady(): boolean {
    return true;
  }

  async close(): Promise<void> {}
}

async function sentencesOf(...pieces: readonly string[]): Promise<readonly string[]> {
  const sentences: string[] = [];
  const request = { passages: [{ title: 'Cards', text: passage }], question: 'what does it cost?', maxTokens: 64 };
  for await (const composed of composeReply(new PiecewiseGenerator(...pieces), request)) {
    if (composed.kind === 'sentence') sentences.push(composed.text);
  }
  return sentences;
}

/** In one sentence with its value, so that nothing before it ends the reply. */
const planted = plantedIdentifiers(44, 2 * PLANTED)
  .filter(({ text, value }) => !/[.!?]\s/.test(text.slice(0, text.indexOf(value))))
  .slice(0, PLANTED);

const findLeaks = createLeakCheck({ defaultCountry: 'US' });

interface Told {
  readonly said: readonly string[];
  /** The checks that stopped the reply; empty where it went through. */
  readonly stoppedBy: readonly string[];
}

/** What a listener hears: every sentence up to the first that validation rejects. */
function tellAloud(sentences: readonly string[]): Told {
  const { evidence, rules } = givenDraft({
    passages: [passage],
    evidence: { findPersonalData: (text) => findLeaks(text, { known: [], allowed: [] }).leaks },
  });
  const validator = createSentenceValidator({ evidence, rules, mode: 'composed', language: 'en' });
  const said: string[] = [];
  for (const sentence of sentences) {
    const verdict = validator.push(sentence);
    if (verdict.kind === 'rejected') return { said, stoppedBy: verdict.findings.map(({ check }) => check) };
    said.push(sentence);
  }
  return { said, stoppedBy: [] };
}

describe('a streamed reply that holds an identifier', () => {
  it(`tells none of ${PLANTED}, wherever the stream is cut`, { timeout: 300_000 }, async () => {
    const leaked: string[] = [];
    let cuts = 0;
    for (const { kind, value, text } of planted) {
      const reply = `${passage} ${text.trim()} is on record. ${passage}`;
      const start = reply.indexOf(value);
      const told = new Map<string, Told>();
      for (let at = start; at <= start + value.length; at += 1) {
        cuts += 1;
        const sentences = await sentencesOf(reply.slice(0, at), reply.slice(at));
        const key = JSON.stringify(sentences);
        const heard = told.get(key) ?? tellAloud(sentences);
        told.set(key, heard);
        const isStopped = heard.stoppedBy.includes('personal-data-leak');
        if (!isStopped || heard.said.join(' ').includes(value)) leaked.push(`${kind} cut at ${at - start}`);
      }
    }
    console.log(`streamed replies: ${PLANTED} identifiers, ${cuts} cuts, ${leaked.length} leaked`);
    expect(planted).toHaveLength(PLANTED);
    expect(leaked).toEqual([]);
  });

  it('is told where it holds none: the guard does not stop everything', async () => {
    const reply = `${passage} It costs $15.`;
    for (let at = 0; at <= reply.length; at += 1) {
      const told = tellAloud(await sentencesOf(reply.slice(0, at), reply.slice(at)));
      expect(told.stoppedBy).not.toContain('personal-data-leak');
    }
  });
});
