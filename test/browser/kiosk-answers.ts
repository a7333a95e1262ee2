import type { Citation } from '../../src/conversation/reply.ts';

export interface CannedAnswer {
  readonly outcome: 'answered' | 'clarifying' | 'confirming' | 'handed-over';
  readonly confirmation?: { readonly step: string; readonly kind: 'identity' | 'change' };
  readonly sentences: readonly string[];
  readonly citations: readonly Citation[];
}

const version = `sha256:${'0'.repeat(64)}`;

const lostCard: CannedAnswer = {
  outcome: 'answered',
  sentences: [
    'I am sorry to hear that.',
    'Call 0800 100 200 at any hour or block the card in the app under Cards, then Block card.',
    'A blocked card cannot be used again, and a replacement is free of charge.',
    'It arrives by post within 5 working days.',
  ],
  citations: [
    {
      passage: 'lost-card#1',
      title: 'Lost or stolen cards',
      version,
      updated: '2026-10-01',
      quote:
        'Call 0800 100 200 at any hour or block the card in the app under Cards, then Block card. A blocked card cannot be used again.',
    },
    {
      passage: 'replacement#2',
      title: 'Replacement cards',
      version,
      updated: '2026-08-17',
      quote: 'A replacement is free of charge and arrives by post within 5 working days.',
    },
  ],
};

const transfer: CannedAnswer = {
  outcome: 'answered',
  sentences: ['A transfer inside the country arrives on the next working day.'],
  citations: [
    {
      passage: 'transfer#1',
      title: 'Transfers',
      version,
      updated: '2026-09-12',
      quote: 'A transfer inside the country arrives on the next working day.',
    },
  ],
};

const unclear: CannedAnswer = {
  outcome: 'clarifying',
  sentences: ['Do you mean your card, a payment or your account?'],
  citations: [],
};

const identity: CannedAnswer = {
  outcome: 'confirming',
  sentences: ['We have sent a code of six digits to the address we hold for you.'],
  citations: [],
  confirmation: { step: 'a_1.identity', kind: 'identity' },
};

const change: CannedAnswer = {
  outcome: 'confirming',
  sentences: ['I will send your statements online from now on. Shall I do that?'],
  citations: [],
  confirmation: { step: 'a_1.change', kind: 'change' },
};

const done = (text: string): CannedAnswer => ({ outcome: 'answered', sentences: [text], citations: [] });

/** What the answer to a step leads to. */
export function answerToStep({ step, accept }: { readonly step: string; readonly accept: boolean }): CannedAnswer {
  if (!accept) return done('All right, nothing was changed.');
  return step === identity.confirmation?.step ? change : done('Done. Your statements come online from now on.');
}

/** What the customer is told when a person takes over. */
export const handoverAnswer: CannedAnswer = {
  outcome: 'handed-over',
  sentences: ['I am handing you over to a colleague who can help with this.'],
  citations: [],
};

/** The answer to a message, found by one telling word as the appliance would find it by meaning. */
export function answerTo(text: string): CannedAnswer {
  if (/lawyer|complaint/i.test(text)) return handoverAnswer;
  if (/statements/i.test(text)) return identity;
  if (/card/i.test(text)) return lostCard;
  if (/transfer/i.test(text)) return transfer;
  return unclear;
}
