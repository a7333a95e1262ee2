import type { RecordedTurn } from '../replay/recorded-turn.ts';
import { signalsIn } from './explanation-line.ts';

/** Finds the condition of a rule by its id, in the policy the turn was decided under. */
export type FindCondition = (id: string) => string | undefined;

/** A recorded turn for people: the sentence, the rules with their values, and the way it went. */
export function describeTurn(turn: RecordedTurn, conditionOf: FindCondition): readonly string[] {
  const { decision, timings } = turn;
  const { explanation } = decision;
  const layers = decision.layers.length > 0 ? ` with ${decision.layers.join(', ')}` : '';
  return [
    explanation?.line ?? `${turn.outcome} ${decision.reason ?? ''}`.trim(),
    '',
    `policy ${decision.policy}${layers}`,
    ...judgeLines(turn),
    ...decision.rules.flatMap((rule) => [`rule   ${rule.id}  ${rule.at}`, ...valuesOf(turn, conditionOf(rule.id))]),
    ...decision.escalation.flatMap(({ stage, score, threshold, held, unsure }) => [
      ...held.flatMap(({ id, weight, at }) => [
        `doubt  ${id} weighs ${weight}  ${at}`,
        ...valuesOf(turn, conditionOf(id)),
      ]),
      ...unsure.map((source) => `unsure \`${source}\` could not be evaluated, which counts as doubt`),
      ...(held.length > 0 ? [`       together ${score}, the threshold is ${threshold} (${stage})`] : []),
    ]),
    ...decision.drafts.map(({ mode, accepted, findings }) => {
      const found = findings.map(({ check, sentence, detail }) => `${check} in sentence ${sentence + 1}: ${detail}`);
      return `draft  ${mode} ${accepted ? 'accepted' : `rejected, ${found.join('; ')}`}`;
    }),
    '',
    ...(explanation?.nodes ?? []).map(({ stage, ms, decided }) => {
      const budget = timings[stage]?.budgetMs;
      const took = ms === null ? '' : `${ms.toFixed(1)} ms${budget === undefined ? '' : ` of ${budget}`}`;
      return `${stage.padEnd(12)} ${took.padEnd(16)} ${decided}`;
    }),
  ];
}

/** What the judge was asked and said, beside what the classifier made of the message. */
function judgeLines({ decision: { judge } }: RecordedTurn): readonly string[] {
  if (judge === undefined) return [];
  const { model, choices, probabilities, weight, classifier } = judge;
  const said = choices.map((choice, index) => `${choice} ${probabilities?.[index] ?? 'unknown'}`).join(', ');
  return [
    `judge  ${model.id} ${probabilities === null ? `gave no answer: ${judge.fault}` : `weighs ${weight}: ${said}`}`,
    `       the classifier said ${classifier.intent} ${classifier.confidence}, in scope ${classifier.inScope}`,
  ];
}

/** The nodes of a turn as a Mermaid flowchart (https://mermaid.js.org). */
export function toMermaid({ decision }: RecordedTurn): readonly string[] {
  const nodes = decision.explanation?.nodes ?? [];
  const boxes = nodes.map(({ stage, ms, decided }, index) => {
    const took = ms === null ? '' : `<br/>${ms.toFixed(1)} ms`;
    return `  n${index}["${stage}${took}<br/>${toLabel(decided)}"]`;
  });
  const arrows = nodes.slice(1).map((_, index) => `  n${index} --> n${index + 1}`);
  return ['flowchart LR', ...boxes, ...arrows];
}

function valuesOf({ decision }: RecordedTurn, condition: string | undefined): readonly string[] {
  if (condition === undefined) return [];
  const values = signalsIn(condition).map((name) => `${name} ${String(decision.signals[name] ?? 'unknown')}`);
  return [`       \`${condition}\``, ...(values.length > 0 ? [`       ${values.join(', ')}`] : [])];
}

/** What ends a label or begins a tag stands as an entity. */
function toLabel(text: string): string {
  return text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');
}
