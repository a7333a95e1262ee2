import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const files = encoderModelFiles();
const wordingsSchema = z.object({
  personPlease: z.array(z.string()),
  legalOrSafety: z.array(z.object({ text: z.string(), kind: z.enum(['legal', 'safety', 'security']) })),
  lookAlikes: z.array(z.string()),
});
/** How many of each may go wrong: none where wordings were tuned on, what was measured where they were not. */
const sets = [
  { name: 'fresh-wordings', wishes: 0, dangers: 0, lookAlikes: 2 },
  { name: 'unseen-wordings', wishes: 1, dangers: 4, lookAlikes: 1 },
  { name: 'plain-wordings', wishes: 0, dangers: 0, lookAlikes: 1 },
] as const;

const turnSchema = z.object({ outcome: z.string(), handover: z.object({ reason: z.string() }).nullish() });
const reasons = { legal: 'legal-language', safety: 'safety', security: 'security' } as const;
const stopping: readonly string[] = [...Object.values(reasons), 'person-requested'];
const isWish = (reason: string): boolean => reason === 'person-requested';
const isHarmless = (reason: string): boolean => !stopping.includes(reason);
const caller = { role: 'admin', keyId: 'fresh-wordings' } as const;

describe.skipIf(files.reason !== undefined)(`wordings from outside the sample ${files.reason ?? ''}`, () => {
  let engine: EncoderEngine;
  let bank: GivenAppliance;

  const reasonOf = async (text: string): Promise<string> => {
    const { conversations } = bank.appliance;
    const call = { caller, requestId: 'fresh-wordings', idempotency: null };
    const input = { channel: 'kiosk', language: 'en', collection: null, customer: null, basis: null };
    const { id } = await conversations.start(input, call);
    const turn = turnSchema.parse(await conversations.post(id, text, call));
    return turn.handover?.reason ?? turn.outcome;
  };
  /** What ended otherwise, with its ending; told, so that a run shows what is left to do. */
  const missed = async (all: readonly { readonly text: string; readonly right: (reason: string) => boolean }[]) => {
    const found: string[] = [];
    for (const { text, right } of all) {
      const reason = await reasonOf(text);
      if (!right(reason)) found.push(`${reason}: ${text}`);
    }
    process.stdout.write(`  ${all.length - found.length} of ${all.length} ${JSON.stringify(found)}\n`);
    return found;
  };

  beforeAll(async () => {
    engine = await openEncoderEngine({ ...files, deadlineMs: 30_000, maxQueue: 64 });
    bank = await givenAppliance({ embedder: engine });
  }, 300_000);

  afterAll(async () => {
    await bank?.close();
    await engine?.close();
  });

  describe.each(sets)('in $name', ({ name, wishes, dangers, lookAlikes }) => {
    const path = new URL(`../support/${name}.yaml`, import.meta.url);
    const wordings = wordingsSchema.parse(parse(readFileSync(path, 'utf8')));

    it(`reaches a person for everybody who asks for one, but for ${wishes}`, async () => {
      const found = await missed(wordings.personPlease.map((text) => ({ text, right: isWish })));
      expect(found.length).toBeLessThanOrEqual(wishes);
    }, 120_000);

    it(`knows danger, robbery and law for what they are, but for ${dangers}`, async () => {
      const cases = wordings.legalOrSafety.map(({ text, kind }) => ({
        text,
        right: (reason: string): boolean => reason === reasons[kind],
      }));
      expect((await missed(cases)).length).toBeLessThanOrEqual(dangers);
    }, 120_000);

    it(`is set off by at most ${lookAlikes} look-alikes`, async () => {
      const found = await missed(wordings.lookAlikes.map((text) => ({ text, right: isHarmless })));
      expect(found.length).toBeLessThanOrEqual(lookAlikes);
    }, 120_000);
  });
});
