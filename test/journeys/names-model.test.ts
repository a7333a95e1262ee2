import { afterEach, describe, expect, it } from 'vitest';
import { createAbsentTokenClassifier } from '../../src/models/absent-token-classifier.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { ScriptedTagger } from '../support/scripted-tagger.ts';

const QUESTION = 'what does express delivery of a replacement card cost?';

let bank: GivenAppliance;
afterEach(() => bank.close());

function tagger(): ScriptedTagger {
  return new ScriptedTagger({ stphon: 'NAME', france: 'PLACE', acme: 'ORGANIZATION', kenyan: 'NRP' });
}

describe('a name without any words around it', () => {
  it('never reaches the record, and a shop and a country stay readable', async () => {
    bank = await givenAppliance({ classifier: tagger() });
    const turn = await bank.ask('stphon, kenyan, was charged by acme in france');
    expect(turn.entry).toMatchObject({ entityTypes: ['NAME', 'NRP'] });
    const files = [...bank.filesUnderData().values()];
    for (const file of files) expect(file.includes('stphon')).toBe(false);
  });

  it('is told with everything else where a text is redacted by itself', async () => {
    bank = await givenAppliance({ classifier: tagger() });
    const text = 'stphon was charged by acme in france';
    const { body } = await bank.as('agent').request('POST', '/v1/redact', { text });
    expect(body).toMatchObject({ redacted: '[NAME_1] was charged by [ORGANIZATION_1] in [PLACE_1]' });
  });

  it('is masked in the reason of a hold', async () => {
    bank = await givenAppliance({ classifier: tagger() });
    await bank.start({ customer: { ref: 'crm-7' } });
    const path = '/v1/subjects/crm-7/hold';
    const { body } = await bank.as('admin').request('POST', path, { reason: 'lawsuit of stphon' });
    expect(body).toMatchObject({ held: { reason: 'lawsuit of [NAME_1]' } });
  });
});

describe('an appliance whose names model is down', () => {
  it('hands the turn over, masks by rules, and answers the next', async () => {
    const classifier = tagger();
    bank = await givenAppliance({ classifier });
    classifier.failNext('engine-down');
    const turn = await bank.ask(`${QUESTION} mail jane@x.com`);
    expect(turn).toMatchObject({ outcome: 'handed-over' });
    expect(turn.entry).toMatchObject({ entityTypes: ['EMAIL'] });
    expect(await bank.ask(QUESTION)).toMatchObject({ outcome: 'answered' });
  });

  it('says so, and is ready all the same', async () => {
    bank = await givenAppliance({ classifier: createAbsentTokenClassifier('The weights are not here') });
    expect((await bank.as('agent').request('GET', '/readyz')).body).toMatchObject({
      ready: true,
      state: 'degraded',
      parts: { 'names-model': { state: 'down', detail: 'handing-over' } },
    });
    expect(await bank.ask(QUESTION)).toMatchObject({ outcome: 'handed-over' });
  });
});
