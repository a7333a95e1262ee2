import type { Turn } from '../../src/conversation/conversation.ts';
import type { RetrievedPassage } from '../../src/knowledge/passage.ts';
import type { RememberedTurn } from '../../src/memory/recollection.ts';
import { toRedactedText } from '../../src/redaction/redacted-text.ts';
import type { Triage } from '../../src/triage/triage.ts';

/** A calm, surely known question about a lost card; a test states what differs. */
export function givenTriage(differing: Partial<Triage> = {}): Triage {
  return {
    intent: { id: 'lost-card', confidence: 0.9 },
    alternatives: [],
    inScope: 0.95,
    category: 'account',
    sensitive: false,
    urgency: 'normal',
    sentiment: { score: 0, label: 'neutral', trend: 'steady' },
    emotion: 'neutral',
    complexity: { level: 'simple', signals: [], matters: [] },
    entities: [],
    language: 'en',
    languageSupported: true,
    needsIdentity: false,
    handler: null,
    topic: null,
    amount: 0,
    repeatedQuestion: false,
    ...differing,
  };
}

/** The first turn of a conversation at the sample bank. */
export function givenTurn(text = 'I lost my card', differing: Partial<Turn> = {}): Turn {
  const receivedAt = new Date('2026-11-21T09:00:00.000Z');
  return {
    conversation: {
      id: 'c_1',
      state: 'with-assistant',
      version: 1,
      channel: 'kiosk',
      language: 'en',
      collection: 'bank',
      subject: 's_1',
      tier: 'premium',
      verified: true,
      startedAt: receivedAt,
      turns: 0,
    },
    number: 1,
    question: toRedactedText(text, []),
    entities: [],
    receivedAt,
    redactionComplete: true,
    ...differing,
  };
}

export function givenRememberedTurn(differing: Partial<RememberedTurn> = {}): RememberedTurn {
  return {
    turn: 1,
    question: toRedactedText('How do I freeze my card?', []),
    reply: 'Freeze it in the app.',
    outcome: 'answered',
    intent: 'freeze-card',
    sentiment: 0,
    documents: ['freeze-card'],
    ...differing,
  };
}

/** A fresh passage that surely answers. */
export function givenRetrieved(differing: Partial<RetrievedPassage> = {}): RetrievedPassage {
  const text = 'A replacement card is free.';
  return {
    id: 'lost-card#1',
    document: 'lost-card',
    collection: 'bank',
    title: 'Lost or stolen cards',
    headings: [],
    version: 'sha256:1',
    text,
    sentences: [{ text, start: 0, end: text.length }],
    updated: '2026-10-01',
    reviewBy: null,
    volatile: false,
    audience: 'public',
    suspect: false,
    relevance: 0.9,
    sentenceScores: [0.8],
    ageDays: 51,
    stale: false,
    ...differing,
  };
}
