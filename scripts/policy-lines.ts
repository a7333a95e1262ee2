import type { ExampleReport } from '../src/compose-policy-examples.ts';
import type { ChangedTurn, Comparison } from '../src/pipeline/replay/compare-outcomes.ts';
import type { Ending } from '../src/pipeline/replay/decide-again.ts';
import type { ValueChange } from '../src/policy/diff-policies.ts';
import type { PolicySet } from '../src/policy/parse-policy-set.ts';

export function toCounts({ base, all }: PolicySet): string {
  const { intents, handlers, hardRules, softSignals } = base;
  const counts = `${intents.size} intents, ${handlers.length} handlers, ${hardRules.length} hard rules, ${softSignals.length} soft signals`;
  return all.length > 1 ? `${counts}, ${all.length} sets of layers` : counts;
}

export function toExampleLines({ ends, model, problem }: ExampleReport): readonly string[] {
  const countOf = (kind: string): number => ends.filter((end) => end.kind === kind).length;
  const skipped = countOf('skipped');
  const failed = ends.filter(({ kind }) => kind === 'failed');
  return [
    ...failed.map(({ at, rule, detail, layers }) => {
      const laid = layers.length > 0 ? ` [${layers.join(', ')}]` : '';
      return `${at} ${rule}${laid}: ${detail}`;
    }),
    ...(model ? [`Messages were classified with ${model.id}`] : []),
    ...(skipped > 0
      ? [`${skipped} examples need the embedding model, which is not here: ${problem ?? 'not asked for'}`]
      : []),
    `${countOf('passed')} examples passed, ${failed.length} failed`,
  ];
}

/** Longest piece of a value that is shown. */
const SHOWN = 80;

export function toChangeLines(values: readonly ValueChange[]): readonly string[] {
  return values.map(({ path, from, to, at }) => `  ${path}: ${toShort(from)} → ${toShort(to)}  ${at}`);
}

export function toComparisonLines({ changed, replayed, leftOut, reproduced }: Comparison): readonly string[] {
  const counts = (['outcome', 'queue', 'words'] as const).map(
    (kind) => [kind, changed.filter((turn) => turn.change === kind).length] as const,
  );
  const [outcomes, queues, words] = counts.map(([, count]) => count);
  return [
    `Recorded turns: ${replayed} decided again, ${leftOut} left out (no policy decided them)`,
    `${reproduced.count} of the ${reproduced.of} that were recorded under the first policy come out as recorded`,
    `${outcomes} end otherwise, ${queues} wait elsewhere, ${words} read other words`,
    ...changed.flatMap(toTurnLines),
  ];
}

function toTurnLines({ conversation, turn, change, from, to }: ChangedTurn): readonly string[] {
  const head = `  ${conversation} turn ${turn} (${change})`;
  if (change === 'words') return [head, `    ${toShort(from.says)} → ${toShort(to.says)}`];
  return [head, `    ${toEnding(from)}`, `    → ${toEnding(to)}`];
}

function toEnding({ outcome, reason, queue, priority, rule }: Ending): string {
  if (outcome === 'open') return 'goes on to what nobody recorded: a search or a draft';
  const where = queue === null ? '' : `, queue ${queue}, priority ${priority}`;
  return `${outcome}${reason === null ? '' : ` ${reason}`}${where}${rule === null ? '' : `, by ${rule}`}`;
}

function toShort(value: unknown): string {
  if (value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
