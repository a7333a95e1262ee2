import { z } from 'zod';
import { duplicatesIn, mergeTrees } from './merge-trees.ts';
import { parsePolicyDocument } from './policy-document.ts';
import { PolicyError } from './policy-error.ts';
import { type PolicyNode, readPolicyTree } from './policy-tree.ts';

/** Path below the policy folder (`escalation.yaml`, `channels/mail/tone.yaml`) → text. */
export type PolicyTexts = Readonly<Record<string, string>>;

/** The folders that are laid over the files of the policy folder itself. */
export interface PolicyLayers {
  /** `organisation`, where it is there: for every conversation. */
  readonly common: readonly string[];
  /** Tier → folders for its conversations, in the order they are laid. */
  readonly audiences: ReadonlyMap<string, readonly string[]>;
  /** Channel → folders for its conversations. */
  readonly channels: ReadonlyMap<string, readonly string[]>;
}

export const layerKinds = ['audiences', 'channels'] as const;
type LayerKind = (typeof layerKinds)[number];

const COMMON = 'organisation';
/** Says what a layer rests on: `extends: NAME`, another layer of its kind. */
const SETTINGS = 'layer.yaml';
/** Every pair of an audience and a channel is made ready beforehand; more would slow the start and help nobody. */
const MAX_PAIRS = 100;
const layerPath = /^(?:organisation|(?:audiences|channels)\/[A-Za-z0-9][\w.-]{0,63})\/[^/]+$/u;
const settingsSchema = z.strictObject({ extends: z.string() });

/**
 * Finds the layers among the paths of policy texts.
 *
 * @throws {PolicyError} `layer-invalid`, `layers-cyclic`
 */
export function findLayers(texts: PolicyTexts, folder: string): PolicyLayers {
  const paths = Object.keys(texts).filter((path) => path.includes('/'));
  const strange = paths.filter((path) => !layerPath.test(path));
  if (strange.length > 0) {
    const what = `no layer stands here: use ${COMMON}/, audiences/NAME/ or channels/NAME/`;
    throw new PolicyError(
      'layer-invalid',
      strange.map((path) => `${folder}/${path}:1:1 ${what}`),
    );
  }
  const layersOf = (kind: LayerKind): ReadonlyMap<string, readonly string[]> => {
    const names = new Set(paths.filter((path) => path.startsWith(`${kind}/`)).map((path) => path.split('/')[1] ?? ''));
    return new Map([...names].sort().map((name) => [name, chainOf({ texts, folder, kind, names }, name)]));
  };
  const audiences = layersOf('audiences');
  const channels = layersOf('channels');
  const pairs = (audiences.size + 1) * (channels.size + 1);
  if (pairs > MAX_PAIRS) {
    const what = `${audiences.size} audiences with ${channels.size} channels are ${pairs} pairs; ${MAX_PAIRS} are taken`;
    throw new PolicyError('layer-invalid', [`${folder}:1:1 ${what}`]);
  }
  return { common: paths.some((path) => path.startsWith(`${COMMON}/`)) ? [COMMON] : [], audiences, channels };
}

interface Kin {
  readonly texts: PolicyTexts;
  readonly folder: string;
  readonly kind: LayerKind;
  readonly names: ReadonlySet<string>;
}

/** A layer with all it extends, the furthest first. */
function chainOf(kin: Kin, name: string, above: readonly string[] = []): readonly string[] {
  const { texts, folder, kind, names } = kin;
  const own = `${kind}/${name}`;
  const text = texts[`${own}/${SETTINGS}`];
  if (text === undefined) return [own];
  const settings = parsePolicyDocument(`${folder}/${own}/${SETTINGS}`, text, settingsSchema);
  const target = settings.value.extends;
  const at = settings.locate(['extends']);
  if (target === name || above.includes(target)) {
    const circle = [...above, name, target].join(' → ');
    throw new PolicyError('layers-cyclic', [`${at} the layers go in a circle: ${circle}`]);
  }
  if (!names.has(target)) throw new PolicyError('layer-invalid', [`${at} there is no ${kind}/${target} to extend`]);
  return [...chainOf(kin, target, [...above, name]), own];
}

/** Files a layer may hold. Redaction is one for the whole house: what is personal does not depend on who asks. */
function isLayered(name: string, layer: string): boolean {
  return layer === COMMON || name !== 'privacy';
}

/** Files in layers that nobody reads: a misspelt name would otherwise change nothing, silently. */
export function strayLayerFiles(texts: PolicyTexts, folder: string, names: readonly string[]): readonly string[] {
  return Object.keys(texts)
    .filter((path) => path.includes('/'))
    .flatMap((path) => {
      const layer = path.slice(0, path.lastIndexOf('/'));
      const file = path.slice(layer.length + 1);
      if (file === SETTINGS && layer !== COMMON) return [];
      const name = file.replace(/\.yaml$/u, '');
      if (!names.includes(name)) return [`${folder}/${path}:1:1 no policy file has this name: ${names.join(', ')}`];
      if (isLayered(name, layer)) return [];
      return [`${folder}/${path}:1:1 ${file} is one for all conversations: it belongs in ${folder}/ or ${COMMON}/`];
    });
}

/**
 * One policy file with the layers laid over it; undefined where the file itself is missing.
 *
 * @throws {PolicyError} `policy-syntax`, `layer-invalid`
 */
export function layeredTree(
  name: string,
  {
    texts,
    folder,
    layers,
  }: { readonly texts: PolicyTexts; readonly folder: string; readonly layers: readonly string[] },
): PolicyNode | undefined {
  const text = texts[`${name}.yaml`];
  if (text === undefined) return undefined;
  const findings: string[] = [];
  const read = (path: string, present: string): PolicyNode => {
    const tree = readPolicyTree(`${folder}/${path}`, present);
    findings.push(...duplicatesIn(tree));
    return tree;
  };
  let tree = read(`${name}.yaml`, text);
  for (const layer of layers) {
    const path = `${layer}/${name}.yaml`;
    const above = texts[path];
    if (above === undefined) continue;
    tree = { ...mergeTrees(tree, read(path, above), (finding) => findings.push(finding)), at: tree.at };
  }
  if (findings.length > 0) throw new PolicyError('layer-invalid', findings);
  return tree;
}
