import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { keepResult, readExamination } from '../src/compose-qualification.ts';
import { openRoles } from '../src/compose-roles.ts';
import { parseExamination } from '../src/models/examination.ts';
import { createLateTextGenerator } from '../src/models/late-text-generator.ts';
import type { TextGenerator } from '../src/models/text-generator.ts';
import { scriptedGenerator } from './support/scripted-generator.ts';

const data = mkdtempSync(join(tmpdir(), 'late-text-'));
afterAll(() => rmSync(data, { recursive: true }));
const models = fileURLToPath(new URL('../models/', import.meta.url));
const { privateKey: signingKey } = generateKeyPairSync('ed25519');

describe('a text model that is missing at the start', () => {
  it('may do nothing until it is there, and then only what it is qualified for', async () => {
    const here: { generator?: TextGenerator } = {};
    const generator = createLateTextGenerator(() => here.generator);
    const opened = await openRoles({ environment: { models, data }, store: { signingKey }, generator });
    expect(opened.finding()).toEqual({ composer: null, why: 'no-text-model' });

    here.generator = scriptedGenerator('A replacement card is free.');
    await opened.choose();
    expect(opened.finding()).toEqual({ composer: null, why: 'not-examined' });

    const examination = await readExamination('compose', models, parseExamination);
    const result = { passed: true, overall: 1, perKind: {}, items: [] };
    const at = { generator: here.generator, data, signingKey, now: new Date() };
    await keepResult('compose', { examination, result }, at);
    await opened.choose();
    expect([opened.roles.composer(), opened.roles.judge()]).toEqual([{ generator }, null]);
  });
});
