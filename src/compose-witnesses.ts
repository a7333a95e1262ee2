import { AuditError } from './audit/audit-error.ts';
import { type CosignatureVerifier, createCosignatureVerifier } from './audit/cosignature-verifier.ts';
import { ConfigError } from './config/config-error.ts';

/**
 * The witnesses of `confidant.yaml`, ready to check what they sign.
 *
 * @throws {ConfigError} `config-invalid` for a line that is no key of a witness, or that stands twice
 */
export function readWitnesses(vkeys: readonly string[]): readonly CosignatureVerifier[] {
  const witnesses = vkeys.map(readWitness);
  const ids = new Set(witnesses.map(({ id }) => id));
  if (ids.size < witnesses.length) {
    throw new ConfigError('config-invalid', 'Cannot read the configuration: a key under "witnesses" stands twice');
  }
  return witnesses;
}

function readWitness(vkey: string, index: number): CosignatureVerifier {
  try {
    return createCosignatureVerifier(vkey);
  } catch (cause) {
    if (!(cause instanceof AuditError)) throw cause;
    const what = `Cannot read the configuration: witnesses.${index} is no key as \`npm run audit -- witness\` prints it`;
    throw new ConfigError('config-invalid', what, { cause });
  }
}
