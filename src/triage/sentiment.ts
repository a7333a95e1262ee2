import { perSnapshot } from '../policy/per-snapshot.ts';
import { matchesPhrase, parsePhrasePattern, toWords } from '../policy/phrase-pattern.ts';
import type { Emotion } from '../policy/policy-schema.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { MoodShares } from './mood-model.ts';
import type { SentimentLabel, SentimentTrend } from './triage.ts';

export interface Mood {
  /** −1 very unhappy … 1 very happy. */
  readonly score: number;
  readonly label: SentimentLabel;
  readonly emotion: Emotion;
}

/** What statistics say of a message, and the probability from which it counts as unhappy. */
export interface ReadMood {
  readonly shares: MoodShares;
  readonly negativeFrom: number;
}

/** What a mood's words weigh on the −1 … 1 scale. */
const valence: Readonly<Record<Emotion, number>> = {
  neutral: 0,
  confused: -0.1,
  worried: -0.25,
  sad: -0.35,
  frustrated: -0.5,
  angry: -0.85,
  grateful: 0.7,
};
/** Shouting makes an unhappy message unhappier; alone it says nothing. */
const INTENSITY = 0.15;
/** A change of less than this between turns is steady. */
const TREND_STEP = 0.2;

/**
 * Reads the mood from the words policy lists for each, and where these are silent or merely polite from statistics.
 * Capitals and exclamation marks only deepen what the words say.
 */
export function moodOf(text: string, policy: PolicySnapshot, read: ReadMood | null = null): Mood {
  const worded = emotionInWords(text, policy);
  const isUnhappy = read !== null && read.shares.negative >= read.negativeFrom;
  const emotion = isUnhappy && hidesTheMatter(worded) ? 'frustrated' : worded;
  const deepened = emotion !== 'neutral' && emotion === worded && valence[emotion] < 0 && isShouting(text);
  const score = emotion === 'neutral' ? 0 : clamp(valence[emotion] - (deepened ? INTENSITY : 0));
  return { score, label: labelOf(emotion), emotion };
}

/** Thanks and a plain tone do not make an unhappy message a happy one; fear and grief have an answer of their own. */
function hidesTheMatter(emotion: Emotion): boolean {
  return emotion === 'neutral' || emotion === 'grateful' || emotion === 'confused';
}

function emotionInWords(text: string, policy: PolicySnapshot): Emotion {
  const words = toWords(text);
  const patterns = patternsOf(policy);
  let emotion: Emotion = 'neutral';
  for (const [candidate, phrases] of patterns) {
    const hit = phrases.some((phrase) => matchesPhrase(phrase, words));
    if (hit && Math.abs(valence[candidate]) > Math.abs(valence[emotion])) emotion = candidate;
  }
  return emotion === 'frustrated' && isShouting(text) ? 'angry' : emotion;
}

/** The direction of the last three moods, the present one included. */
export function trendOf(earlier: readonly number[], present: number): SentimentTrend {
  const before = earlier.slice(-2);
  if (before.length === 0) return 'steady';
  const change = present - before.reduce((sum, score) => sum + score, 0) / before.length;
  if (change <= -TREND_STEP) return 'falling';
  return change >= TREND_STEP ? 'rising' : 'steady';
}

function labelOf(emotion: Emotion): SentimentLabel {
  switch (emotion) {
    case 'angry':
      return 'angry';
    case 'frustrated':
      return 'frustrated';
    case 'grateful':
      return 'positive';
    case 'neutral':
    case 'worried':
    case 'sad':
    case 'confused':
      return 'neutral';
  }
}

function isShouting(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, '');
  const capitals = text.replace(/[^\p{Lu}]/gu, '');
  return (letters.length >= 8 && capitals.length / letters.length > 0.6) || /[!?]{3,}/u.test(text);
}

const emotionsByWords: readonly Emotion[] = ['confused', 'worried', 'sad', 'frustrated', 'grateful', 'angry'];

const patternsOf = perSnapshot(({ files }) =>
  emotionsByWords.map((emotion) => [emotion, (files.tone.moods[emotion] ?? []).map(parsePhrasePattern)] as const),
);

function clamp(score: number): number {
  return Math.max(-1, Math.min(1, score));
}
