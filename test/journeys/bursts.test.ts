import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryEmbedder } from '../support/journey-engines.ts';

const pieces = ['hi', 'my card', 'I lost it in town', 'how do I freeze it?'];

describe('a burst of four short messages', () => {
  let bank: GivenAppliance;
  const embedder = new StoryEmbedder();
  beforeAll(async () => {
    bank = await givenAppliance({ embedder });
  });
  afterAll(() => bank.close());

  const turnsIn = (conversation: string) =>
    bank.entriesOf(conversation).filter(({ entry }) => entry.kind === 'turn').length;

  it('becomes one turn, and each message gets it', async () => {
    const conversation = await bank.start();
    const turns = await Promise.all(
      pieces.map((text, index) => bank.ask(text, { conversation, idempotencyKey: `burst-piece-${index}` })),
    );
    expect(turns.map((turn) => turn.turn)).toEqual([1, 1, 1, 1]);
    expect(new Set(turns.map((turn) => turn.receipt.leaf)).size).toBe(1);
    expect(turns[0]).toMatchObject({ outcome: 'answered', entry: { question: pieces.join('\n') } });
    expect(turns[0]?.reply?.citations[0]?.passage).toMatch(/^(?:freeze-card|lost-card)#/u);
    expect(turnsIn(conversation)).toBe(1);
    const { transcript } = await bank.conversation(conversation);
    expect(transcript.map((line) => line.from)).toEqual(['customer', 'assistant']);
  });

  it('repeats the answer of the one turn under each Idempotency-Key, also after a kill', async () => {
    const conversation = await bank.start();
    const post = (client: GivenAppliance, index: number) =>
      client.ask(pieces[index] ?? '', { conversation, idempotencyKey: `kill-piece-${index}` });
    const turns = await Promise.all(pieces.map((_, index) => post(bank, index)));
    const survivor = await bank.copyAsAfterKill();
    for (const index of pieces.keys()) expect(await post(survivor, index)).toEqual(turns[index]);
    expect(survivor.entriesOf(conversation)).toHaveLength(2);
    await survivor.close();
  });

  it('is told to everybody who listens', async () => {
    const conversation = await bank.start();
    const turns = await Promise.all(pieces.map((text) => bank.ask(text, { conversation, stream: true })));
    for (const turn of turns) {
      const told = turn.events.filter((one) => one.event === 'sentence').map((one) => String(one.data.text));
      expect(told.join(' ')).toBe(turn.reply?.text);
    }
  });

  it('gathers while the turn before is being answered', async () => {
    const conversation = await bank.start();
    const held = embedder.holdNext();
    const first = bank.ask('what does an international transfer cost?', { conversation });
    await held.reached;
    const others = ['and at a branch', 'on a Sunday'].map((text) => bank.ask(text, { conversation }));
    // Both wait for their turn by now.
    await bank.conversation(conversation);
    held.release();
    const [second, third] = await Promise.all(others);
    expect([(await first).turn, second?.turn, third?.turn]).toEqual([1, 2, 2]);
    expect(second?.entry.question).toBe('and at a branch\non a Sunday');
  });

  it('says once what was sent twice at the same time', async () => {
    const conversation = await bank.start();
    const [once, twice] = await Promise.all([bank.ask('hello', { conversation }), bank.ask('hello', { conversation })]);
    expect([once.turn, twice.turn, once.entry.question]).toEqual([1, 1, 'hello']);
  });

  it('counts as one turn, and repeats count as none', async () => {
    const conversation = await bank.start();
    const counted = async (): Promise<number> => {
      const { text } = await bank.as('auditor').request('GET', '/metrics');
      const lines = text.split('\n').filter((line) => line.startsWith('confidant_turns_total{'));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    };
    const before = await counted();
    const post = (text: string) => bank.ask(text, { conversation, idempotencyKey: `counted-${pieces.indexOf(text)}` });
    await Promise.all(pieces.map(post));
    await post(pieces[0] ?? '');
    expect(await counted()).toBe(before + 1);
  });

  it('does not hold up a message that stands by itself', async () => {
    const conversation = await bank.start();
    const turns = [
      await bank.ask('how do I freeze my card', { conversation }),
      await bank.ask('what does an international transfer cost?', { conversation }),
    ];
    expect(turns.map((turn) => turn.turn)).toEqual([1, 2]);
    expect(turnsIn(conversation)).toBe(2);
  });

  it('keeps the customers of another kiosk out', async () => {
    const conversation = await bank.start();
    const mine = bank.ask('hello', { conversation });
    const path = `/v1/conversations/${conversation}/messages`;
    const theirs = await bank.as('other-kiosk').request('POST', path, { text: 'hello' });
    expect(theirs.code).toBe('not-found');
    expect((await mine).turn).toBe(1);
  });
});
