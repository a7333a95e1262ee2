import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const files = encoderModelFiles();
const wordings = z
  .object({
    personPlease: z.array(z.string()),
    legalOrSafety: z.array(z.object({ text: z.string(), kind: z.enum(['legal', 'safety', 'security']) })),
    lookAlikes: z.array(z.string()),
  })
  .parse(parse(readFileSync(new URL('../support/fresh-wordings.yaml', import.meta.url), 'utf8')));

const turnSchema = z.object({ outcome: z.string(), handover: z.object({ reason: z.string() }).nullish() });
const reasons = { legal: 'legal-language', safety: 'safety', security: 'security' } as const;
const stopping: readonly string[] = [...Object.values(reasons), 'person-requested'];
const isWish = (reason: string): boolean => reason === 'person-requested';
const isHarmless = (reason: string): boolean => !stopping.includes(reason);
const caller = { role: 'admin', keyId: 'fresh-wordings' } as const;

describe.skipIf(files.reason !== undefined)(`wordings nobody tuned on ${files.reason ?? ''}`, () => {
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
  const missed = async (all: readonly { readonly text: string; readonly right: (reason: string) => boolean }[]) => {
    const found: string[] = [];
    for (const { text, right } of all) {
      const reason = await reasonOf(text);
      if (!right(reason)) found.push(`${reason}: ${text}`);
    }
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

  it('reaches a person for everybody who asks for one', async () => {
    expect(await missed(wordings.personPlease.map((text) => ({ text, right: isWish })))).toEqual([]);
  }, 120_000);

  it('reaches a person for everybody in danger, robbed or at law, and for that reason', async () => {
    const cases = wordings.legalOrSafety.map(({ text, kind }) => ({
      text,
      right: (reason: string): boolean => reason === reasons[kind],
    }));
    expect(await missed(cases)).toEqual([]);
  }, 120_000);

  it('is set off by at most two look-alikes', async () => {
    const found = await missed(wordings.lookAlikes.map((text) => ({ text, right: isHarmless })));
    process.stdout.write(`  look-alikes stopped: ${JSON.stringify(found)}\n`);
    expect(found.length).toBeLessThanOrEqual(2);
  }, 120_000);
});
