import { implies, toTerms } from './condition-terms.ts';
import { identities, nameOf } from './merge-trees.ts';
import type { PolicySet } from './parse-policy-set.ts';
import { layerKinds } from './policy-layers.ts';
import type { HardRule, PolicySnapshot, SensitiveHandler } from './policy-snapshot.ts';
import { type PolicyNode, readPolicyTree } from './policy-tree.ts';

/**
 * Rules that contradict each other or can never speak, as `file:line:column what`, with who goes first. The order of
 * precedence is one: handlers in their order, hard rules in theirs, set texts, then doubts; of layers the later one.
 * Conditions are compared by their form, so that what is found is true and what is not found may still be there.
 */
export function findConflicts(set: PolicySet): readonly string[] {
  const found = set.all.flatMap((policy) => [
    ...shadowedRules(policy),
    ...repeatedDoubts(policy),
    ...shadowedPhrases(policy.handlers),
    ...sharedIds(policy),
    ...doubleIntents(policy),
  ]);
  return [...new Set([...found, ...contestedValues(set)])];
}

function shadowedRules({ hardRules }: PolicySnapshot): readonly string[] {
  return hardRules.flatMap((rule, index) => {
    const terms = toTerms(rule.condition.source);
    const first = hardRules
      .slice(0, index)
      .find((other) => other.stage === rule.stage && implies(terms, toTerms(other.condition.source)));
    return first ? [`${rule.at} rule ${rule.id} never decides: ${toVerdict(rule, first)}`] : [];
  });
}

function toVerdict(rule: HardRule, first: HardRule): string {
  const other = rule.reason === first.reason ? '' : `, with reason ${first.reason} in place of ${rule.reason}`;
  return `${first.id} (${first.at}) holds whenever it does and goes first${other}`;
}

function repeatedDoubts({ softSignals }: PolicySnapshot): readonly string[] {
  const seen = new Map<string, string>();
  return softSignals.flatMap(({ id, at, condition }) => {
    const form = toTerms(condition.source).toSorted().join('&&');
    const known = seen.get(form);
    seen.set(form, known ?? `${id} (${at})`);
    return known === undefined ? [] : [`${at} doubt ${id} asks what ${known} asks: both weights count`];
  });
}

function shadowedPhrases(handlers: readonly SensitiveHandler[]): readonly string[] {
  const seen = new Map<string, SensitiveHandler>();
  return handlers.flatMap((handler) =>
    handler.phrases.flatMap(({ source }) => {
      const known = seen.get(source);
      seen.set(source, known ?? handler);
      if (known === undefined || known === handler) return [];
      return [
        `${handler.at} handler ${handler.id}: "${source}" stands in ${known.id} (${known.at}) too, which goes first`,
      ];
    }),
  );
}

/** The record of a decision names rules by their id. */
function sharedIds({ hardRules, softSignals, handlers }: PolicySnapshot): readonly string[] {
  const seen = new Map<string, string>();
  return [...handlers, ...hardRules, ...softSignals].flatMap(({ id, at }) => {
    const known = seen.get(id);
    seen.set(id, known ?? at);
    return known === undefined ? [] : [`${at} the id ${id} is taken by ${known}: the record could mean either`];
  });
}

function doubleIntents(policy: PolicySnapshot): readonly string[] {
  const { handover, scripted } = policy.files.scope;
  return scripted.flatMap(({ intent }, index) => {
    const place = handover.findIndex((one) => one.intent === intent);
    if (place < 0) return [];
    const people = policy.locate('scope', ['handover', place]);
    return [
      `${policy.locate('scope', ['scripted', index])} the set text for ${intent} is never said: ${people} goes first`,
    ];
  });
}

/** Values an audience and a channel both say: no pair of them is wrong, but one of them does not hold. */
function contestedValues({ texts, base }: PolicySet): readonly string[] {
  const [audiences, channels] = layerKinds.map((kind) =>
    Object.keys(texts).filter((path) => path.startsWith(`${kind}/`) && !path.endsWith('/layer.yaml')),
  );
  const valuesOf = (path: string): ReadonlyMap<string, string> => {
    const values = new Map<string, string>();
    collect(readPolicyTree(`${base.folder}/${path}`, texts[path] ?? ''), '', values);
    return values;
  };
  return (channels ?? []).flatMap((channel) => {
    const values = valuesOf(channel);
    const rivals = (audiences ?? []).filter((path) => path.split('/')[2] === channel.split('/')[2]);
    return rivals.flatMap((rival) =>
      [...valuesOf(rival)].flatMap(([label, at]) => {
        const place = values.get(label);
        return place === undefined
          ? []
          : [`${place} ${label} is said at ${at} too: for both together, the channel's holds`];
      }),
    );
  });
}

function collect(node: PolicyNode, label: string, into: Map<string, string>): void {
  if (node.kind === 'map') {
    for (const [key, inner] of node.entries) {
      if (!isIdentity(key)) collect(inner, label === '' ? key : `${label}.${key}`, into);
    }
    return;
  }
  const named = node.kind === 'list' ? node.items.map((item) => [nameIn(item), item] as const) : [];
  if (named.length === 0 || named.some(([name]) => name === undefined)) into.set(label, node.at);
  else for (const [name, item] of named) collect(item, `${label}[${name}]`, into);
}

function isIdentity(key: string): boolean {
  return identities.some((identity) => identity === key);
}

function nameIn(item: PolicyNode): string | undefined {
  return identities.map((key) => nameOf(item, key)).find((name) => name !== undefined);
}
