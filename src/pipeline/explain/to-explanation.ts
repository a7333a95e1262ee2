import type { Outcome } from '../../conversation/outcome.ts';
import type { TurnNotes } from '../turn-notes.ts';
import type { StageName } from '../views.ts';
import { toLine } from './explanation-line.ts';

/** One place a turn passed. */
export interface ExplanationNode {
  readonly stage: StageName | 'ending';
  /** Milliseconds; null for the ending, which takes none. */
  readonly ms: number | null;
  /** What was found or decided there, without a word of the customer's. */
  readonly decided: string;
}

/** Why a turn ended as it did, for people: one sentence, and the way it went. */
export interface TurnExplanation {
  readonly line: string;
  readonly nodes: readonly ExplanationNode[];
}

export function toExplanation(notes: TurnNotes, outcome: Outcome): TurnExplanation {
  const visited = [...notes.timings].filter(([stage]) => stage !== 'seal');
  const nodes = visited.map(
    ([stage, ms]): ExplanationNode => ({
      stage,
      ms: Math.round(ms * 1_000) / 1_000,
      decided: decidedAt(stage, notes),
    }),
  );
  return { line: toLine(notes, outcome), nodes: [...nodes, { stage: 'ending', ms: null, decided: endingOf(outcome) }] };
}

function endingOf(outcome: Outcome): string {
  return outcome.kind === 'handed-over' ? `handed-over ${outcome.reason}, queue ${outcome.queue}` : outcome.kind;
}

function decidedAt(stage: StageName, notes: TurnNotes): string {
  switch (stage) {
    case 'redact':
      return notes.signals?.redactionComplete === false ? 'incomplete' : `${notes.triage?.entities.length ?? 0} masked`;
    case 'recall':
      return `${notes.earlier.length} earlier turns`;
    case 'triage':
      return triaged(notes);
    case 'decideBefore':
      return decided('before', notes);
    case 'judge':
      return judged(notes);
    case 'act':
      return acted(notes);
    case 'retrieve':
      return retrieved(notes);
    case 'draft':
    case 'validate':
      return drafted(notes);
    case 'decideAfter':
      return decided('after', notes);
    case 'seal':
      return 'recorded';
  }
}

function triaged({ triage }: TurnNotes): string {
  if (triage === null) return 'failed';
  const { intent, inScope, urgency, emotion } = triage;
  return `${intent.id} ${short(intent.confidence)}, in scope ${short(inScope)}, ${urgency}, ${emotion}`;
}

function judged({ judge }: TurnNotes): string {
  if (judge === null) return 'failed';
  if (judge.probabilities === null) return `no answer (${judge.fault}), the classifier's reading stands`;
  const { intent, confidence, inScope } = judge.classifier;
  const shares = judge.choices.map((choice, index) => `${choice} ${short(judge.probabilities?.[index] ?? 0)}`);
  return `asked about ${intent} ${short(confidence)}, in scope ${short(inScope)}: ${shares.join(', ')}`;
}

function decided(stage: string, { explanations }: TurnNotes): string {
  const found = explanations.find((one) => one.stage === stage);
  if (found === undefined) return 'failed';
  const { rules, signals, score, threshold, unsure } = found.explanation;
  const names = [...rules, ...signals].map(({ id }) => id);
  const doubts = signals.length > 0 ? [`${short(score)} of ${threshold}`] : [];
  const failed = unsure.length > 0 ? [`${unsure.length} unsure`] : [];
  return [found.kind, ...doubts, ...failed, ...names].join(', ');
}

function retrieved({ passages }: TurnNotes): string {
  const [best] = passages;
  return best ? `${passages.length} passages, best ${best.id} ${short(best.relevance)}` : 'nothing found';
}

function acted({ action }: TurnNotes): string {
  const told = action.attempted.map((one) => `${one.action}: ${one.result}`);
  if (action.suggestion !== null) told.push('proposed to staff');
  return told.length > 0 ? told.join('; ') : 'no action';
}

function drafted({ drafts }: TurnNotes): string {
  const told = drafts.map(({ mode, accepted, findings }) =>
    accepted ? `${mode} accepted` : `${mode} rejected: ${[...new Set(findings.map(({ check }) => check))].join(', ')}`,
  );
  return told.length > 0 ? told.join('; ') : 'no draft';
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
