import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import { testPolicyWith } from '../../src/compose-policy-examples.ts';
import { givenPolicySet } from '../support/given-policy.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const files = encoderModelFiles();

describe.skipIf(files.reason !== undefined)(`examples of the shipped rules ${files.reason ?? ''}`, () => {
  let engine: EncoderEngine;
  beforeAll(async () => {
    engine = await openEncoderEngine({ ...files, deadlineMs: 60_000, maxQueue: 64 });
  }, 120_000);
  afterAll(() => engine?.close());

  it('all come out as they say, those that need the embedding model too', async () => {
    const { ends, model } = await testPolicyWith(givenPolicySet(), engine);
    expect(model?.id).toBe(files.model.id);
    expect(ends.filter(({ kind }) => kind !== 'passed')).toEqual([]);
  }, 300_000);
});
