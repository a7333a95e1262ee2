import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentScreen } from '../src/compose-knowledge.ts';
import { loadKnowledge } from '../src/knowledge/load-knowledge.ts';
import { givenPolicy } from './support/given-policy.ts';
import { type GivenShelf, givenShelf, givenSource } from './support/given-shelf.ts';
import { plantedIdentifiers } from './support/planted-identifiers.ts';

const clean = givenSource('fees', '## Prices\nExpress delivery costs $15 since 3 March 2026. Call 0800 555 0142.');
const letter = givenSource('letter', '## Case\nRefund to DE89 3704 0044 0532 0130 00, write to jane.doe@example.com.');

describe('a document with personal data', () => {
  let shelf: GivenShelf;
  beforeEach(() => {
    shelf = givenShelf();
  });
  afterEach(() => shelf.close());

  async function load(knowledge: 'report' | 'refuse', ...sources: (typeof clean)[]) {
    const { store, embedder } = shelf;
    const { privacy } = givenPolicy({ 'privacy.yaml': ['knowledge: report', `knowledge: ${knowledge}`] }).files;
    return loadKnowledge({ sources, store, embedder, origin: 'folder', screen: createDocumentScreen(privacy) });
  }

  it('is taken in and told, without its values, where policy says report', async () => {
    const report = await load('report', clean, letter);
    expect(report).toMatchObject({ added: ['fees', 'letter'], failures: [], personal: ['letter: EMAIL, IBAN'] });
  });

  it('is not taken in where policy says refuse, and the others are', async () => {
    const report = await load('refuse', clean, letter);
    expect(report).toMatchObject({ added: ['fees'], personal: ['letter: EMAIL, IBAN'] });
    expect(report.failures).toHaveLength(1);
    expect(report.failures.join()).not.toContain('jane');
    expect(await shelf.store.passageIdsOf('letter')).toEqual([]);
  });

  it('is known by the name of its file too', async () => {
    const named = givenSource('jane.doe@example.com', '## Prices\nExpress delivery costs $15.');
    expect((await load('refuse', named)).added).toEqual([]);
  });

  it('holds nothing unseen: 200 planted identifiers of unpublished kinds', async () => {
    const others = ['name', 'address', 'ipv4', 'ipv6', 'mac', 'vehicle-plate', 'vehicle-vin'];
    const planted = plantedIdentifiers(12, 300)
      .filter(({ kind }) => !others.includes(kind))
      .slice(0, 200);
    const screen = createDocumentScreen(givenPolicy().files.privacy);
    expect(planted.filter(({ text }) => screen.findKinds(text).length === 0)).toEqual([]);
  });
});
