import { plainReference } from '../../redaction/plain-reference.ts';
import { ApplianceError } from '../appliance-error.ts';
import type { SubjectPorts } from './subject-ports.ts';

const pseudonym = /^s_[\w-]{22}$/u;

/**
 * A subject by the reference it was given with, by the one a proof of identity is filed under, or by the pseudonym the record
 * has; what has one is known or was erased.
 */
export function namesOf({ keys }: Pick<SubjectPorts, 'keys'>, reference: string): readonly string[] {
  const spellings = new Set([reference, plainReference(reference)]);
  // Whoever came back after an erasure has another pseudonym: the present one first.
  const own = [...spellings].flatMap((spelling) => keys.subjectsOf(spelling).toReversed());
  return pseudonym.test(reference) ? [...own, reference] : own;
}

/** @throws {ApplianceError} `subject-not-found` where nothing is stored of anybody with this reference */
export function getSubject(ports: Pick<SubjectPorts, 'keys' | 'store'>, reference: string): string {
  const subject = namesOf(ports, reference).find((name) => ports.store.isKnown(name));
  if (subject === undefined) throw new ApplianceError('subject-not-found', 'There is no such subject');
  return subject;
}

/** Other subjects whose customer proved to be this one: strangers before their code, or the same address spelt otherwise. */
export function linkedTo(ports: Pick<SubjectPorts, 'keys' | 'store'>, reference: string, subject: string) {
  return ports.store.linkedTo(namesOf(ports, reference)).filter((one) => one !== subject);
}
