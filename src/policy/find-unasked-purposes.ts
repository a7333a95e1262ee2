import type { PolicySnapshot } from './policy-snapshot.ts';

/**
 * Purposes of classes that rest on consent and nobody is asked about, as `file:line:column what`. No turn goes wrong by
 * one, but the record of processing would name a use of data that no consent was given to.
 */
export function findUnaskedPurposes(policy: PolicySnapshot): readonly string[] {
  const { classes, purposes } = policy.files.privacy;
  const asked = new Set(purposes.filter(({ basis }) => basis === 'consent').map(({ id }) => id));
  return Object.entries(classes).flatMap(([name, dataClass]) => {
    if (dataClass.basis !== 'consent') return [];
    return dataClass.purposes.flatMap((purpose, index) => {
      const at = policy.locate('privacy', ['classes', name, 'purposes', index]);
      return asked.has(purpose) ? [] : [`${at} class ${name} rests on consent, which nobody is asked for "${purpose}"`];
    });
  });
}
