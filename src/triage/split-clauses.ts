import { splitSentences } from '../conversation/split-sentences.ts';
import type { Example } from './intent-scorer.ts';

/** A shorter piece says no matter of its own. */
const FEWEST_WORDS = 4;
/** Pieces that are looked at; a message of more is long, and says so by itself. */
const MOST_CLAUSES = 5;

/** Where a second matter begins inside a sentence. */
const joints =
  /\s*(?:[;\n]|,?\s+(?:and|but|plus)\s+(?=(?:also|how|what|where|when|why|who|which|can|could|do|does|is|are|i|my|please|another)\b)|,?\s+(?=also\b|another thing\b|secondly\b|as well as\b))\s*/iu;
/** A wish the customer says they do not have: it is no matter of theirs. */
const unwanted =
  /^(?:no,?\s+)?i(?:['’]?m not|\s+(?:do not|don['’]?t|did not|didn['’]?t|am not))\s+(?:want|need|mean|wish|ask|asking|trying|looking)\b/iu;
/** What the unwanted piece names last, for an "one" that stands for it. */
const named = /\b(?:my|an?|the|this|your)\s+(\p{L}+)\W*$/iu;

/** What they say they want in its place. */
const wantedInstead =
  /\b(?:i|we)(?:\s+(?:just|only|am|rather))*\s*(?:['’]d)?\s*(?:want|need|would like|like to|mean|meant|asking)\b|^but\b|\binstead\b/iu;

/** The pieces of a message that may each be a matter of their own; one piece alone is none. */
export function splitClauses(question: string): readonly string[] {
  const pieces = splitSentences(question)
    .flatMap(({ text }) => text.split(joints))
    .map((piece) => piece.trim())
    .filter((piece) => piece.split(/\s+/u).length >= FEWEST_WORDS);
  return pieces.length < 2 ? [] : pieces.slice(0, MOST_CLAUSES);
}

/** The pieces with their vectors, which come in the same order. */
export function toClauses(pieces: readonly string[], vectors: readonly Float32Array[]): readonly Example[] {
  return vectors.flatMap((vector, index) => {
    const text = pieces[index];
    return text === undefined ? [] : [{ text, vector }];
  });
}

/**
 * What is asked for, without what is said not to be: "I do not want to close my account, I want to open one" is about
 * opening one. The whole question where nothing is asked for in its place.
 */
export function withoutUnwanted(question: string): string {
  const pieces = question.split(/(?<=[,.;!?\n])\s+|\s+(?=but\b)/iu);
  const wanted = pieces.filter((piece) => !unwanted.test(piece.replace(/^(?:and|but)\s+/iu, '')));
  const noun = pieces.flatMap((piece) => (wanted.includes(piece) ? [] : (named.exec(piece)?.[1] ?? []))).at(-1);
  const rest = wanted
    .join(' ')
    .trim()
    .replace(/\bone\b/iu, (one) => (noun === undefined ? one : `a ${noun}`));
  return wantedInstead.test(rest) && rest.split(/\s+/u).length >= FEWEST_WORDS ? rest : question;
}
