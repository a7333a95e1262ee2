import type { Difference } from '../src/pipeline/replay/compare-turns.ts';
import type { ReplayedTurn } from '../src/pipeline/replay/replay-turn.ts';

/** A turn that was run again, with the conversation it is of. */
export type ReplayedLine = ReplayedTurn & { readonly conversation: string };

type Why = Extract<ReplayedTurn, { readonly why: string }>['why'];

export const reasons: Readonly<Record<Why, string>> = {
  'no-such-turn': 'there is no such turn: see GET /v1/conversations/ID for those there are',
  erased: 'its words were erased with the key of their subject',
  changed: 'its words are not those the log has a commitment of: run `npm run audit -- verify`',
  'earlier-release': 'an earlier release sealed it, which did not record what a decision was made of',
  'policy-gone': 'the policy it was recorded under cannot be read any more: name one with --policies',
  'passages-gone': 'a version of an article it was given is not stored any more',
  'memory-gone': 'facts that were remembered of the customer then are forgotten',
  'embedder-other': 'it was recorded with another embedding model: put that one back, or use --versions present',
  interrupted: 'the end of the process ended it',
  'system-of-record': 'it hangs on what a system of record answered or a step the customer took, which is not kept',
  'taken-over': 'a person took the conversation while it went on',
  'calls-a-system-of-record': 'it would call a system of record, which a replay does not',
  'asks-what-nobody-recorded': 'it would ask the text model what nobody recorded: use --versions present',
  'output-ends-where-it-was-stopped': 'it would go on where the recorded output was stopped: use --versions present',
  'output-was-cut': 'the recorded output was too long to be kept whole',
};

export function toReplayLines(turns: readonly ReplayedLine[]): readonly string[] {
  return turns.flatMap((turn) => {
    const name = `${turn.conversation} turn ${turn.turn}`;
    if ('why' in turn) return [`${name}  ${turn.kind}: ${reasons[turn.why]}`];
    if (turn.kind === 'same') return [`${name}  same`];
    const near = turn.isNearThreshold ? ', at a threshold: every value is the same within 0.001' : '';
    return [
      `${name}  differs${near}`,
      ...turn.differences.flatMap(toPair),
      ...turn.inputs.flatMap((one) => toPair({ ...one, what: `because of ${one.what}` })),
    ];
  });
}

/** Short values beside each other, long ones below each other. */
function toPair({ what, recorded, replayed }: Difference): readonly string[] {
  if (recorded.length + replayed.length < 60) return [`    ${what}: ${recorded} → ${replayed}`];
  return [`    ${what}`, `      recorded  ${indented(recorded)}`, `      replayed  ${indented(replayed)}`];
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n                ');
}

export function toCountLine(turns: readonly ReplayedLine[]): string {
  const count = (kind: ReplayedTurn['kind']): number => turns.filter((turn) => turn.kind === kind).length;
  const run = count('same') + count('differs') + count('open');
  const left = [
    ...(count('left-out') > 0 ? [`${count('left-out')} left out`] : []),
    ...(count('unavailable') > 0 ? [`${count('unavailable')} not to be run again`] : []),
  ];
  return [`${count('same')} of ${run} turns come out as they were recorded`, ...left].join(', ');
}
