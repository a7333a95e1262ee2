import { ApplianceError } from '../appliance-error.ts';
import type { SubjectPorts } from './subject-ports.ts';

const pseudonym = /^s_[\w-]{22}$/u;

/** A subject by the reference it was given with, or by the pseudonym the record has; what has one is known or was erased. */
export function namesOf({ keys }: Pick<SubjectPorts, 'keys'>, reference: string): readonly string[] {
  // Whoever came back after an erasure has another pseudonym: the present one first.
  const own = keys.subjectsOf(reference).toReversed();
  return pseudonym.test(reference) ? [...own, reference] : own;
}

/** @throws {ApplianceError} `subject-not-found` where nothing is stored of anybody with this reference */
export function getSubject(ports: Pick<SubjectPorts, 'keys' | 'store'>, reference: string): string {
  const subject = namesOf(ports, reference).find((name) => ports.store.isKnown(name));
  if (subject === undefined) throw new ApplianceError('subject-not-found', 'There is no such subject');
  return subject;
}
