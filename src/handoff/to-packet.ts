import type { HandoverReason, Priority } from '../conversation/outcome.ts';
import { reasonLabels } from './reason-labels.ts';

/** The six parts a person takes in within twenty seconds. */
export interface Packet {
  readonly customer: string;
  readonly issue: string;
  readonly tried: string;
  readonly knowledge: string;
  readonly next: string;
  readonly tone: string;
}

/** The facts a packet is made from; all of them redacted or not personal. */
export interface PacketFacts {
  readonly tier: string;
  readonly verified: boolean;
  readonly channel: string;
  readonly language: string;
  readonly priorContacts: number;
  /** What the customer lets us remember, in few words each. */
  readonly remembered?: readonly string[];
  readonly intentTitle: string;
  readonly question: string;
  readonly earlier: readonly { readonly question: string; readonly outcome: string }[];
  readonly passages: readonly {
    readonly title: string;
    readonly ageDays: number;
    readonly stale: boolean;
    readonly relevance: number;
  }[];
  readonly reason: HandoverReason;
  readonly priority: Priority;
  readonly findings: readonly string[];
  /** What colleagues noted who had the conversation before, latest last. */
  readonly notes: readonly string[];
  readonly sentiment: { readonly label: string; readonly trend: string };
  readonly emotion: string;
  /** What was tried in systems of record, and how it ended. */
  readonly attempted?: readonly { readonly action: string; readonly result: string }[];
  /** An action a person may carry out. */
  readonly suggestion?: string | null;
}

/** Earlier turns a packet is made from. */
export const PACKET_TURNS = 6;

/** A longer word is no word of anybody's: a reference at most, and its beginning is enough to find it by. */
const LONGEST_WORD = 60;

/** Words each part may have; six of them stay under the 200 of the whole packet. */
const mostWords = { headline: 25, customer: 22, issue: 50, tried: 40, knowledge: 36, next: 28, tone: 18 } as const;

/** What to do first, by reason: written for somebody who has read nothing yet. */
const firstSteps: Readonly<Record<HandoverReason, string>> = {
  'legal-language': 'Read the message as it stands, promise nothing, and involve the complaints lead.',
  safety: 'Call or answer at once; follow the safeguarding procedure.',
  security: 'Secure the account first: block access and cards, then verify the customer.',
  'person-requested': 'Greet the customer; they asked for a person.',
  'policy-tier': 'Answer as the account team; this tier is never served by the assistant on this matter.',
  'sensitive-topic': 'Check the facts in the system of record before you answer.',
  'sentiment-degradation': 'Acknowledge the trouble first, then take the issue over completely.',
  'turn-limit': 'Ask what is still open; the assistant did not get there in its turns.',
  'repeated-question': 'Answer the question the customer asks again; the earlier answer did not help.',
  'low-confidence': 'Find out what the customer needs; the assistant could not tell.',
  'low-relevance': 'Answer from your own sources; the knowledge base has nothing that fits.',
  'low-relevance-on-sensitive-topic': 'Answer from your own sources; what was found is too weak for this matter.',
  'stale-knowledge': 'Check that the article still holds before you rely on it.',
  'draft-rejected': 'Write the answer yourself; the draft did not pass the checks.',
  'out-of-scope': 'Say what we can help with, or point to who can.',
  complex: 'Take the matters one by one; there are several in the message.',
  'unsupported-language': 'Pass to a colleague who writes this language.',
  'action-failed': 'Carry the action out by hand and confirm the result.',
  'action-approval': 'Check the proposed action and carry it out if it is right; the assistant may not.',
  'identity-unverified': 'Establish who the customer is before you speak of the account.',
  'redaction-uncertain': 'Read with care: personal data may not be fully masked.',
  interrupted: 'Answer the question; the assistant was cut off in the middle of it.',
  'appliance-fault': 'Answer the question; the assistant had a fault.',
  overload: 'Answer the question; the assistant had no capacity.',
  'taken-over': 'Go on where the colleague who took over stands.',
  stopped: 'Answer the question; the assistant is switched off.',
};

/** Made by rule from the record: the same facts always give the same packet. */
export function toPacket(facts: PacketFacts): { readonly headline: string; readonly packet: Packet } {
  const mood = facts.emotion === 'neutral' ? facts.sentiment.label : facts.emotion;
  const first = firstSteps[facts.reason].split(/[;:,]/u)[0] ?? '';
  return {
    // The mood stands at the end and is never cut off.
    headline: `${shorten(
      `${facts.intentTitle}: ${reasonLabels[facts.reason]}. ${first}.`,
      mostWords.headline - 2,
    )} Mood: ${shorten(mood, 1)}.`,
    packet: {
      customer: shorten(customerOf(facts), mostWords.customer),
      issue: shorten(`“${facts.question}”`, mostWords.issue),
      tried: shorten(triedOf(facts), mostWords.tried),
      knowledge: shorten(knowledgeOf(facts), mostWords.knowledge),
      next: shorten(`${proposalOf(facts)}${firstSteps[facts.reason]} Priority ${facts.priority}.`, mostWords.next),
      tone: shorten(`Mood ${mood}, trend ${facts.sentiment.trend}. Writes in ${facts.language}.`, mostWords.tone),
    },
  };
}

function customerOf(facts: PacketFacts): string {
  const identity = facts.verified ? 'verified' : 'not verified';
  const contacts = facts.priorContacts === 0 ? 'first contact' : `${facts.priorContacts} earlier contacts`;
  const remembered = facts.remembered ?? [];
  const known = remembered.length > 0 ? ` Remembered: ${remembered.join(', ')}.` : '';
  return `Tier ${facts.tier}, ${identity}, ${contacts}, by ${facts.channel}.${known}`;
}

function triedOf(facts: PacketFacts): string {
  const earlier = facts.earlier.map((turn) => `“${shorten(turn.question, 8)}” → ${turn.outcome}`);
  const findings = facts.findings.length > 0 ? ` Draft rejected: ${facts.findings.join(', ')}.` : '';
  const note = facts.notes.at(-1);
  const noted = note === undefined ? '' : ` A colleague noted: “${shorten(note, 12)}”.`;
  const before = earlier.length > 0 ? `Before: ${earlier.slice(-3).join('; ')}.` : 'Nothing before this message.';
  const acts = (facts.attempted ?? []).map(({ action, result }) => ` ${action}: ${result}.`).join('');
  // Why it stopped comes first: what was tried may be cut, the reason may not.
  return `Stopped because of ${reasonLabels[facts.reason]}.${findings}${acts}${noted} ${before}`;
}

function proposalOf({ suggestion }: PacketFacts): string {
  return suggestion ? `Proposed: ${suggestion} ` : '';
}

function knowledgeOf(facts: PacketFacts): string {
  const [best] = facts.passages;
  if (best === undefined) return 'Nothing was looked up or found.';
  const found = facts.passages.slice(0, 2).map((passage) => {
    const stale = passage.stale ? ', STALE' : '';
    return `${passage.title} (fit ${Math.round(passage.relevance * 100)} %, ${passage.ageDays} days old${stale})`;
  });
  return `${found.join('; ')}.`;
}

/** Cuts after whole words and says so; the sign for it is no word of its own. */
function shorten(text: string, words: number): string {
  const parts = text.trim().split(/\s+/u).map(shortenWord);
  return parts.length <= words ? parts.join(' ') : `${parts.slice(0, words).join(' ')}…`;
}

/** Cut between code points, and never inside a placeholder: half a placeholder could not be revealed. */
function shortenWord(word: string): string {
  const letters = Array.from(word);
  if (letters.length <= LONGEST_WORD) return word;
  const kept = letters.slice(0, LONGEST_WORD).join('');
  return `${kept.replace(/\[[A-Z_]*(?:_\d*)?$/u, '')}…`;
}
