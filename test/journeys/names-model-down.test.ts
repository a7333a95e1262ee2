import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { expectStatus } from '../support/journey-client.ts';
import { StoryEmbedder } from '../support/journey-engines.ts';
import { ScriptedTagger } from '../support/scripted-tagger.ts';

class ListeningEmbedder extends StoryEmbedder {
  readonly heard: string[] = [];

  override async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    this.heard.push(...texts);
    return super.embed(texts, signal);
  }
}

let bank: GivenAppliance;
let names: ScriptedTagger;
let embedder: ListeningEmbedder;
beforeEach(async () => {
  names = new ScriptedTagger({ stphon: 'NAME', france: 'PLACE' });
  embedder = new ListeningEmbedder();
  bank = await givenAppliance({ knowledge: {}, classifier: names, embedder });
});
afterEach(() => bank.close());

/** A conversation that waits for a person, and how it is called. */
async function waiting(): Promise<{ conversation: string; reference: string }> {
  const turn = await bank.ask('I want to speak to a person, my mail is jane@x.example');
  return { conversation: turn.conversation, reference: turn.handover?.reference ?? '' };
}

const kinds = (conversation: string) => bank.entriesOf(conversation).map(({ entry }) => entry.kind);

describe('a note while the names model is down', () => {
  it.each([
    ['comment', 'feedback-given', 'conversations/{c}/feedback'],
    ['note', 'handover-claimed', 'handovers/{h}/claim'],
    ['note', 'handover-returned', 'handovers/{h}/return'],
    ['resolution', 'handover-resolved', 'handovers/{h}/resolve'],
    ['note', 'takeover', 'conversations/{c}/takeover'],
  ] as const)('is asked for again, and taken once: %s of %s', async (field, kind, path) => {
    const of = await waiting();
    const to = `/v1/${path.replace('{c}', of.conversation).replace('{h}', of.reference)}`;
    const who = kind === 'feedback-given' ? 'kiosk' : 'agent';
    const send = () =>
      bank.as(who).request('POST', to, { [field]: 'stphon was right' }, { 'idempotency-key': 'a-note' });
    names.failNext('engine-down');
    const refused = await send();
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).toEqual([503, 'overloaded', '2']);
    expect(kinds(of.conversation)).not.toContain(kind);
    expect((await send()).status).toBeLessThan(300);
    expect((await send()).status).toBeLessThan(300);
    expect(kinds(of.conversation).filter((one) => one === kind)).toHaveLength(1);
    for (const file of bank.filesUnderData().values()) expect(file.includes('stphon')).toBe(false);
  });

  it('shows no value for a reason it could not read', async () => {
    const { conversation } = await waiting();
    const body = { conversation, placeholder: '[EMAIL_1]', reason: 'stphon asks for a letter' };
    names.failNext('engine-down');
    const refused = await bank.as('agent').request('POST', '/v1/reveal', body);
    expect([refused.status, refused.code]).toEqual([503, 'overloaded']);
    expect(refused.text).not.toContain('jane@x.example');
    expect((await bank.as('agent').request('POST', '/v1/reveal', body)).body).toMatchObject({
      value: 'jane@x.example',
    });
  });

  it('lets a person answer all the same, and says that the answer is uncertain', async () => {
    const { conversation } = await waiting();
    const path = `/v1/conversations/${conversation}/replies`;
    names.failNext('engine-down');
    expectStatus(await bank.as('agent').request('POST', path, { text: 'Hello stphon, done.' }), 200);
    expectStatus(await bank.as('agent').request('POST', path, { text: 'Bye stphon.' }), 200);
    expect((await bank.conversation(conversation)).transcript.at(-1)).toMatchObject({ from: 'person' });
    const replies = bank
      .entriesOf(conversation)
      .flatMap(({ entry }) => (entry.kind === 'person-replied' ? [entry] : []));
    expect(replies.map(({ redactionComplete = true }) => redactionComplete)).toEqual([false, true]);
    const metrics = await bank.as('admin').request('GET', '/metrics');
    expect(metrics.text).toContain('confidant_faults_total{code="redaction-uncertain"} 1');
  });
});

describe('texts of no conversation while the names model is down', () => {
  it.each([
    ['redact', { text: 'stphon lost a card' }],
    ['triage', { text: 'stphon lost a card' }],
    ['knowledge/search', { query: 'stphon lost a card' }],
  ])('are refused by %s, and reach no model', async (path, body) => {
    names.failNext('engine-down');
    const refused = await bank.as('agent').request('POST', `/v1/${path}`, body);
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).toEqual([503, 'overloaded', '2']);
    expect(embedder.heard.filter((text) => text.includes('stphon'))).toEqual([]);
  });
});

describe('a search of the knowledge', () => {
  it('is made without what is personal in the query, as a turn is', async () => {
    const query = 'stphon jane@x.example lost a card in france';
    for (const who of ['kiosk', 'agent'] as const) {
      expectStatus(await bank.as(who).request('POST', '/v1/knowledge/search', { query }), 200);
    }
    const asked = embedder.heard.filter((text) => text.includes('lost a card in france'));
    expect(asked).toEqual(Array(2).fill('[NAME_1] [EMAIL_1] lost a card in france'));
  });
});
