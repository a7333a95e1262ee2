import { parseDecision, parseRecord, type TurnEntry } from './recorded-inputs.ts';

/** Probabilities and scores this near each other are the same: other requests in a batch move the last digits. */
const TOLERANCE = 1e-3;

/** One value of a turn, as it was recorded and as it came out again. */
export interface Difference {
  readonly what: string;
  readonly recorded: string;
  readonly replayed: string;
}

export interface TurnComparison {
  readonly differences: readonly Difference[];
  /** What went into the decision and is other, where another policy, other knowledge or other models make it so. */
  readonly inputs: readonly Difference[];
  /** The turn ends otherwise though every value is the same within the tolerance: one stood at a threshold. */
  readonly isNearThreshold: boolean;
}

/**
 * Holds a turn that was run again against the record.
 *
 * @param of.isSameVersions then whatever the decision was made of must be the same too
 */
export function compareTurns(
  recorded: TurnEntry,
  replayed: TurnEntry,
  of: { readonly isSameVersions: boolean },
): TurnComparison {
  const decided = differencesOf(decidedIn(recorded, of.isSameVersions), decidedIn(replayed, of.isSameVersions));
  const inputs = differencesOf(madeOf(recorded), madeOf(replayed));
  return {
    differences: of.isSameVersions ? [...decided, ...inputs] : decided,
    inputs: of.isSameVersions ? [] : inputs,
    isNearThreshold: of.isSameVersions && decided.length > 0 && inputs.length === 0,
  };
}

type Values = ReadonlyMap<string, string | number | boolean>;

/** @param withPlaces whether rules are the same only where they stand in the same place of the same file */
function decidedIn(entry: TurnEntry, withPlaces: boolean): Values {
  const { rules, drafts } = parseDecision(entry);
  return new Map([
    ['outcome', entry.outcome],
    ['reason', entry.reason ?? 'none'],
    ['mode', entry.mode ?? 'none'],
    ['queue', entry.handover?.queue ?? 'none'],
    ['priority', entry.handover?.priority ?? 'none'],
    ['rules', rules.map(({ stage, id, at }) => (withPlaces ? `${stage} ${id} ${at}` : `${stage} ${id}`)).join(', ')],
    ['citations', entry.citations.map(({ passage, version, quote }) => `${passage} ${version} "${quote}"`).join(', ')],
    [
      'drafts',
      drafts
        .map(({ mode, accepted, findings }) => [mode, accepted, ...findings.map(({ check }) => check)].join(' '))
        .join(', '),
    ],
    ['reply', entry.reply ?? ''],
  ]);
}

/** Signals, passages and prompts: what rules and models were given. */
function madeOf(entry: TurnEntry): Values {
  const { signals, policy, versions } = parseDecision(entry);
  const { passages, generations } = parseRecord(entry);
  return new Map<string, string | number | boolean>([
    ['policy', policy],
    ...(versions.textModel ? [['text model', versions.textModel.sha256] as const] : []),
    ...Object.entries(signals).map(([name, value]) => [`signal ${name}`, value] as const),
    ['passages', passages.map(({ id, version }) => `${id} ${version}`).join(', ')],
    ...passages.map(({ relevance }, place) => [`relevance of passage ${place + 1}`, relevance] as const),
    ...generations.map(({ user }, place) => [`prompt ${place + 1}`, user.text] as const),
  ]);
}

function differencesOf(recorded: Values, replayed: Values): readonly Difference[] {
  const names = [...new Set([...recorded.keys(), ...replayed.keys()])];
  return names.flatMap((what) => {
    const [was, is] = [recorded.get(what), replayed.get(what)];
    return isSame(was, is) ? [] : [{ what, recorded: String(was ?? 'none'), replayed: String(is ?? 'none') }];
  });
}

function isSame(was: unknown, is: unknown): boolean {
  if (typeof was === 'number' && typeof is === 'number') return Math.abs(was - is) <= TOLERANCE;
  return was === is;
}
