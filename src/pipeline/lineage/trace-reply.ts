import { splitSentences } from '../../conversation/split-sentences.ts';
import type { Passage } from '../../knowledge/passage.ts';
import { citationsFor } from '../../validation/cite-sentence.ts';
import { parseDecision, type TurnEntry } from '../replay/recorded-inputs.ts';
import type { DocumentImport, LineageRecords } from './lineage-records.ts';

/** A version of a document, as far as it is stored. */
interface StoredVersion {
  readonly at: string;
  readonly source: string;
}

interface TracePorts extends Pick<LineageRecords, 'findImport'> {
  findPassage(id: string, version: string): Passage | undefined;
  findVersion(document: string, version: string): StoredVersion | undefined;
}

/** Where a sentence that a customer read comes from. */
export interface TracedSentence {
  readonly sentence: string;
  /** Null for words of policy, and where the passage is not stored any more. */
  readonly from: TracedPassage | null;
}

interface TracedPassage {
  readonly passage: string;
  readonly document: string;
  readonly title: string;
  readonly version: string;
  readonly quote: string;
  /** Line of the document's source the passage begins in, from 1; null where the source is not stored. */
  readonly line: number | null;
  readonly storedAt: string | null;
  /** Null for versions that came in before imports were on the record. */
  readonly importedBy: DocumentImport | null;
}

export interface TracedReply {
  readonly conversation: string;
  readonly turn: number;
  readonly outcome: string;
  readonly mode: string | null;
  readonly sentences: readonly TracedSentence[];
  /** The stages of the turn in order, and what made them what they were. */
  readonly steps: readonly string[];
  readonly policy: string;
  readonly knowledge: string;
  readonly models: readonly string[];
  readonly prompt: string | null;
}

/** From every sentence of a reply back to the article, its version and who brought it in. */
export function traceReply(entry: TurnEntry, ports: TracePorts): TracedReply {
  const { explanation, versions } = parseDecision(entry);
  const { embedModel, textModel } = versions;
  return {
    conversation: entry.conversation,
    turn: entry.turn,
    outcome: entry.outcome,
    mode: entry.mode ?? null,
    sentences: splitSentences(entry.reply ?? '').map(({ text }) => ({
      sentence: text,
      from: traceSentence(text, entry, ports),
    })),
    steps: explanation.nodes.map(({ stage }) => stage),
    policy: entry.versions.policy,
    knowledge: entry.versions.knowledge,
    models: [embedModel, ...(textModel ? [textModel] : [])].map(({ id, sha256 }) => `${id} sha256:${sha256}`),
    prompt: entry.versions.prompt ?? null,
  };
}

/** A quoted sentence is its own quote; a composed one rests on the cited passage that bears it out best. */
function traceSentence(sentence: string, { citations, mode }: TurnEntry, ports: TracePorts): TracedPassage | null {
  if (mode === 'scripted') return null;
  const literal = citations.find(({ quote }) => quote.includes(sentence) || sentence.includes(quote));
  const best = literal ?? bestOf(sentence, citations, ports);
  // Words for the mood come from policy, in front of what a passage says.
  if (best === undefined || (mode === 'quoted' && literal === undefined)) return null;
  const { passage, title, version, quote } = best;
  const document = passage.split('#')[0] ?? '';
  const stored = ports.findVersion(document, version);
  return {
    passage,
    document,
    title,
    version,
    quote,
    line: stored ? lineOf(stored.source, quote) : null,
    storedAt: stored?.at ?? null,
    importedBy: ports.findImport(document, version) ?? null,
  };
}

function bestOf(sentence: string, citations: TurnEntry['citations'], { findPassage }: TracePorts) {
  const passages = citations.flatMap(({ passage, version }) => findPassage(passage, version) ?? []);
  return citationsFor(sentence, passages)[0];
}

/** Sources wrap their lines where they like: the beginning of the quote is looked for, word by word. */
function lineOf(source: string, quote: string): number | null {
  const words = quote
    .split(/\s+/u)
    .slice(0, 6)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  const found = new RegExp(words.join('\\s+'), 'u').exec(source);
  return found ? source.slice(0, found.index).split('\n').length : null;
}
