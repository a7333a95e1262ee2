import { createHash } from 'node:crypto';
import type { ModelFact, PackageFact } from './evidence-facts.ts';

/** Identifiers of the SPDX list that packages here use; anything else is written as an expression or by its name. */
const spdxIds = new Set([
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'CC0-1.0',
  'CC-BY-4.0',
  'MPL-2.0',
  'Unlicense',
  'Python-2.0',
  'BlueOak-1.0.0',
  'MIT-0',
  'LGPL-3.0-or-later',
  'Zlib',
  'WTFPL',
]);

export interface SbomParts {
  readonly version: string;
  readonly madeAt: string;
  readonly packages: readonly PackageFact[];
  readonly models: readonly ModelFact[];
}

/**
 * A software bill of materials of what is installed, models included, without asking anybody: CycloneDX 1.6 as JSON.
 *
 * @see ECMA-424
 */
export function toSbom({ version, madeAt, packages, models }: SbomParts) {
  const product = `confidant@${version}`;
  const components = [...packages.map(toPackage), ...models.map(toModel)];
  const refs = new Set(components.map((one) => one['bom-ref']));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${toUuid(JSON.stringify([product, components]))}`,
    version: 1,
    metadata: {
      timestamp: madeAt,
      tools: { components: [{ type: 'application', name: 'confidant', version }] },
      component: {
        type: 'application',
        'bom-ref': product,
        name: 'confidant',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components,
    dependencies: packages.map((one) => ({
      ref: refOf(one),
      dependsOn: [...new Set(one.dependencies)].filter((ref) => refs.has(ref)).sort(),
    })),
  };
}

/** What a package is called in the bill: a package URL. */
export function refOf({ name, version }: Pick<PackageFact, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace(/^@/u, '%40')}@${version}`;
}

function toPackage(one: PackageFact) {
  const [group, name] = one.name.startsWith('@') ? one.name.split('/') : [undefined, one.name];
  return {
    type: 'library',
    'bom-ref': refOf(one),
    ...(group === undefined ? {} : { group }),
    name: name ?? one.name,
    version: one.version,
    purl: refOf(one),
    scope: one.dev ? 'excluded' : one.optional ? 'optional' : 'required',
    ...(one.licence === null ? {} : { licenses: toLicences(one.licence) }),
    ...(one.integrity === null ? {} : { hashes: toHashes(one.integrity) }),
  };
}

function toModel({ id, licence, description, files }: ModelFact) {
  const [weights] = files;
  return {
    type: 'machine-learning-model',
    'bom-ref': `model:${id}`,
    name: id,
    description,
    licenses: toLicences(licence),
    ...(weights?.sha256 ? { hashes: [{ alg: 'SHA-256', content: weights.sha256 }] } : {}),
  };
}

function toLicences(licence: string) {
  if (spdxIds.has(licence)) return [{ license: { id: licence } }];
  return /^[\w.+()\s-]+$/u.test(licence) && / (?:OR|AND|WITH) /u.test(licence)
    ? [{ expression: licence }]
    : [{ license: { name: licence } }];
}

/** `sha512-BASE64`, several of which may stand beside each other. */
function toHashes(integrity: string) {
  return integrity.split(/\s+/u).flatMap((one) => {
    const [algorithm, encoded] = one.split('-', 2);
    const alg = algorithm === 'sha512' ? 'SHA-512' : algorithm === 'sha1' ? 'SHA-1' : null;
    return alg === null || encoded === undefined
      ? []
      : [{ alg, content: Buffer.from(encoded, 'base64').toString('hex') }];
  });
}

/** A UUID of version 5 form (RFC 9562): the same bill has the same number. */
export function toUuid(text: string): string {
  const hash = createHash('sha1').update('confidant evidence\n').update(text).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
