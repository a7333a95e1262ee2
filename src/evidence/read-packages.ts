import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import type { PackageFact } from './evidence-facts.ts';
import { refOf } from './to-sbom.ts';

const names = z.record(z.string(), z.string()).default({});
const packageSchema = z.object({
  version: z.string().optional(),
  license: z.string().optional().catch(undefined),
  integrity: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  link: z.boolean().default(false),
  dependencies: names,
  optionalDependencies: names,
});
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });
type Locked = z.infer<typeof packageSchema>;

/**
 * What is installed, read from the lockfile npm keeps beside it (`node_modules/.package-lock.json`, lockfile version 3): nothing
 * is asked of a network or of npm. Addresses packages came from stay behind.
 *
 * @throws {ZodError | SyntaxError} for what is no lockfile
 */
export function readPackages(text: string): readonly PackageFact[] {
  const { packages } = lockSchema.parse(parseJson(text));
  const found = new Map<string, PackageFact>();
  for (const [path, locked] of Object.entries(packages)) {
    if (path === '' || locked.link || locked.version === undefined) continue;
    const fact = toFact(packages, path, { ...locked, version: locked.version });
    // The same version may lie in several places; one that the product needs is no matter of development.
    const known = found.get(refOf(fact));
    found.set(
      refOf(fact),
      known === undefined ? fact : { ...fact, dev: fact.dev && known.dev, optional: fact.optional && known.optional },
    );
  }
  return [...found.values()].sort((one, other) => (refOf(one) < refOf(other) ? -1 : 1));
}

function toFact(
  packages: Readonly<Record<string, Locked>>,
  path: string,
  locked: Locked & { readonly version: string },
): PackageFact {
  const wanted = Object.keys({ ...locked.dependencies, ...locked.optionalDependencies });
  const dependencies = wanted.flatMap((name) => {
    const version = versionSeenFrom(packages, path, name);
    return version === undefined ? [] : [refOf({ name, version })];
  });
  const { version, license = null, integrity = null, dev, optional } = locked;
  return { name: nameOf(path), version, licence: license, integrity, dev, optional, dependencies };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** The one Node would load: in the package's own folder, or the nearest above. */
function versionSeenFrom(packages: Readonly<Record<string, Locked>>, path: string, name: string): string | undefined {
  for (let from = path; ; ) {
    const found = packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`];
    if (found?.version !== undefined) return found.version;
    if (from === '') return undefined;
    const above = from.lastIndexOf('/node_modules/');
    from = above < 0 ? '' : from.slice(0, above);
  }
}
