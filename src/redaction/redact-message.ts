import type { Entity, RedactedText } from '../conversation/redacted-text.ts';
import type { ClassifyText } from './classify-text.ts';
import type { Candidate } from './detector.ts';
import { type CandidateFinder, createCandidateFinder, type DetectionOptions } from './find-candidates.ts';
import { findRepeatedValues } from './find-repeated-values.ts';
import { findSplitValues } from './find-split-values.ts';
import type { KnownValue, PlaceholderBook } from './placeholder-book.ts';
import { type ReadableText, toReadableText } from './readable-text.ts';
import { toRedactedText } from './redacted-text.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';

/** What is left of a message once nothing personal is in it, and what was taken out. */
export interface Redaction {
  readonly text: RedactedText;
  /** By rising `start`; offsets are those of the message as it was typed. */
  readonly entities: readonly Entity[];
  /** Values of this message the conversation did not know, for the vault. */
  readonly added: readonly KnownValue[];
  /** False when a recogniser failed: the text is masked by the others, and the turn goes to a person. */
  readonly complete: boolean;
}

export interface RedactorOptions extends DetectionOptions {
  /** A learned recogniser over readable text, beside the rules; its failure makes the redaction incomplete. */
  readonly classify?: ClassifyText | undefined;
}

interface RedactOptions {
  /** End of the customer's message before this one, as typed: an identifier may span both. Held in memory only. */
  readonly previousTail?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Redactor {
  /** Masks personal data. Never throws and never rejects. */
  redact(text: string, book: PlaceholderBook, options?: RedactOptions): Promise<Redaction>;
}

export function createRedactor(options: RedactorOptions = {}): Redactor {
  const finder = createCandidateFinder(options);

  async function redact(text: string, book: PlaceholderBook, redactOptions: RedactOptions = {}): Promise<Redaction> {
    const readable = toReadableText(text);
    // Asked first: the model reads in a process of its own while the rules run here.
    const classifying = classifyWith(options.classify, readable.text, redactOptions.signal);
    const found = finder.find(readable.text);
    const classified = await classifying;
    const split = findAcrossMessages(finder, readable.text, redactOptions.previousTail);

    const candidates = [...found.candidates, ...classified.candidates, ...split];
    const addedBefore = book.added().length;
    const entities = toEntities(resolveWithRepeats(candidates, readable, book), { text, readable, book });
    return {
      text: toRedactedText(text, entities),
      entities,
      added: book.added().slice(addedBefore),
      complete: found.complete && classified.complete,
    };
  }

  async function classifyWith(classify: RedactorOptions['classify'], text: string, signal: AbortSignal | undefined) {
    if (classify === undefined) return { candidates: [], complete: true };
    try {
      const candidates = (await classify(text, signal)).filter((candidate) => isWithin(candidate, text));
      return { candidates: candidates.filter((candidate) => finder.isPersonal(candidate, text)), complete: true };
    } catch {
      return { candidates: [], complete: false };
    }
  }

  return { redact };
}

function findAcrossMessages(finder: CandidateFinder, text: string, previousTail: string | undefined) {
  if (previousTail === undefined) return [];
  return findSplitValues(previousTail, text, finder);
}

function isWithin({ start, end }: Candidate, text: string): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= text.length;
}

/** Settles overlaps, then again with what comes a second time without the words that gave it away. */
function resolveWithRepeats(candidates: readonly Candidate[], { text }: ReadableText, book: PlaceholderBook) {
  const resolved = resolveOverlaps(candidates, text);
  const inMessage = resolved.map(({ type, start, end }) => ({ type, value: text.slice(start, end) }));
  const repeated = findRepeatedValues(text, [...book.values(), ...inMessage]);
  return repeated.length === 0 ? resolved : resolveOverlaps([...resolved, ...repeated], text);
}

function toEntities(
  candidates: readonly Candidate[],
  { text, readable, book }: { text: string; readable: ReadableText; book: PlaceholderBook },
): Entity[] {
  return candidates.map(({ type, score, source, start, end }) => {
    const range = readable.toOriginal(start, end);
    const placeholder = book.placeholderFor(type, text.slice(range.start, range.end));
    return { type, ...range, score, source, placeholder };
  });
}
