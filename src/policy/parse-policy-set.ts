import type { CompileCondition } from './condition.ts';
import { parsePolicy } from './parse-policy.ts';
import { PolicyError } from './policy-error.ts';
import { findLayers, type PolicyLayers, type PolicyTexts, strayLayerFiles } from './policy-layers.ts';
import { policySchemas } from './policy-schema.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';

/** What decides which layers hold for a conversation. Both come from the caller: any text may stand here. */
export interface PolicyAddressee {
  readonly tier: string;
  readonly channel: string;
}

/** All policy in force at one moment, with its layers laid for everybody they are for. */
export interface PolicySet {
  readonly hash: string;
  readonly texts: PolicyTexts;
  /** Base and organisation: for every conversation that no other layer is for. */
  readonly base: PolicySnapshot;
  /** The base and every layer of it, ready made. */
  readonly all: readonly PolicySnapshot[];
  /** The policy of a conversation; only looks it up. */
  policyFor(of: PolicyAddressee): PolicySnapshot;
}

/**
 * Turns the texts of the policy folder and its layers into one set: base → organisation → audience → channel, each laid
 * over what is before it.
 *
 * @throws {PolicyError} with every finding as `file:line:column what`
 */
export function parsePolicySet(texts: PolicyTexts, compile: CompileCondition, folder = 'policies'): PolicySet {
  const layers = findLayers(texts, folder);
  const stray = strayLayerFiles(texts, folder, Object.keys(policySchemas));
  if (stray.length > 0) throw new PolicyError('layer-invalid', stray);
  const made = new Map<string, PolicySnapshot>();
  const findings = new Map<string, PolicyError['code']>();
  const laid = [...pairsOf(layers)].map(({ audience, channel, folders }) => {
    const key = folders.join(' ');
    const snapshot = made.get(key) ?? attempt(() => parsePolicy(texts, compile, folder, folders), findings);
    if (snapshot !== undefined) made.set(key, snapshot);
    return { address: addressOf(audience, channel), snapshot };
  });
  const [base] = made.values();
  for (const snapshot of made.values())
    for (const finding of foreignIntents(snapshot, base)) findings.set(finding, 'layer-invalid');
  const [code] = findings.values();
  if (code !== undefined || base === undefined) throw new PolicyError(code ?? 'policy-missing', [...findings.keys()]);
  const byAddress = new Map(laid.map(({ address, snapshot }) => [address, snapshot ?? base]));
  return {
    hash: base.hash,
    texts,
    base,
    all: [...made.values()],
    policyFor: ({ tier, channel }) => {
      const audience = layers.audiences.has(tier) ? tier : '';
      return byAddress.get(addressOf(audience, layers.channels.has(channel) ? channel : '')) ?? base;
    },
  };
}

/** Every audience with every channel; an empty name is everybody else. The first pair is the base. */
function* pairsOf({ common, audiences, channels }: PolicyLayers) {
  for (const [audience, above] of new Map([['', []], ...audiences])) {
    for (const [channel, top] of new Map([['', []], ...channels])) {
      yield { audience, channel, folders: [...common, ...above, ...top] };
    }
  }
}

/** Collects what is wrong with one pair: the same mistake shows in many, and is told once. */
function attempt(parse: () => PolicySnapshot, findings: Map<string, PolicyError['code']>): PolicySnapshot | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    for (const finding of error.findings) findings.set(finding, error.code);
    return undefined;
  }
}

/** Intents are learnt once for everybody: a layer may send them elsewhere, but not teach others. */
function foreignIntents(snapshot: PolicySnapshot, base: PolicySnapshot | undefined): readonly string[] {
  if (base === undefined || snapshot === base) return [];
  const own = snapshot.files.intents;
  const common = base.files.intents;
  const places: string[] = own.intents.flatMap(({ id, examples }, index) => {
    const known = base.intents.get(id);
    const isSame = known !== undefined && JSON.stringify(known.examples) === JSON.stringify(examples);
    return isSame ? [] : [snapshot.locate('intents', ['intents', index])];
  });
  if (own.intents.length < common.intents.length) places.push(snapshot.locate('intents', ['intents']));
  if (JSON.stringify(own.outOfScope) !== JSON.stringify(common.outOfScope))
    places.push(snapshot.locate('intents', ['outOfScope', 0]));
  return places.map((at) => `${at} intents and their examples are one set for all conversations`);
}

/** Names of layers hold no blank. */
function addressOf(audience: string, channel: string): string {
  return `${audience} ${channel}`;
}
