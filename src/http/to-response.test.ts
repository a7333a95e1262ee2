import { describe, expect, it } from 'vitest';
import { givenHttp } from '../../test/support/given-http.ts';
import { scriptedTurn } from '../../test/support/http-desks.ts';
import { roles } from '../identity/roles.ts';
import { toTurnAnswer } from './to-response.ts';

const handedOver = scriptedTurn('c_1', {
  outcome: 'handed-over',
  reply: null,
  handover: { reference: 'h_1', queue: 'cards', priority: 'high', position: 2, reason: 'legal-language' },
});

describe('toTurnAnswer', () => {
  it('gives a kiosk the fields of the contract and nothing of the decision', () => {
    const answer = toTurnAnswer(handedOver, 'kiosk');
    expect(Object.keys(answer)).toEqual([
      'conversation',
      'turn',
      'outcome',
      'reply',
      'confirmation',
      'handover',
      'receipt',
    ]);
    expect(answer.reply).toBeNull();
    expect(answer.handover).toEqual({ reference: 'h_1', queue: 'cards', priority: 'high', position: 2 });
    expect(JSON.stringify(answer)).not.toMatch(/legal-language|staff-secret|confidence|budgetMs/);
  });

  it.each(roles.filter((role) => role !== 'kiosk'))('gives %s the decision and its reason', (role) => {
    const answer = toTurnAnswer(handedOver, role);
    expect(answer).toMatchObject({
      handover: { reason: 'legal-language' },
      triage: { intent: { id: 'lost-card' } },
      decision: { rules: ['staff-secret'] },
      timings: { redact: { ms: 2, budgetMs: 10 } },
    });
  });

  it('keeps the receipt whole: a kiosk checks it by itself', () => {
    expect(toTurnAnswer(handedOver, 'kiosk').receipt).toEqual(handedOver.receipt);
  });

  it('drops every field the contract does not name', async () => {
    const { ask, conversations } = givenHttp();
    await ask('POST', '/v1/conversations');
    const turn = scriptedTurn('c_1');
    const change = { vault: 'internal-vault', reply: turn.reply && { ...turn.reply, prompt: 'internal-prompt' } };
    conversations.turn = change;
    for (const headers of [{}, { accept: 'text/event-stream' }]) {
      const answer = await ask('POST', '/v1/conversations/c_1/messages', { body: { text: 'hello' }, headers });
      const text = await answer.text();
      expect(text).toContain('"mode":"quoted"');
      expect(text).not.toContain('internal-');
      expect(text).not.toContain('staff-secret');
    }
  });
});
