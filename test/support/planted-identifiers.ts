import type { EntityType } from '../../src/redaction/entity-type.ts';
import { plantedContacts } from './planted-contacts.ts';
import { plantedFarIds } from './planted-far-ids.ts';
import type { PlantedKind } from './planted-kind.ts';
import { plantedNationalIds } from './planted-national-ids.ts';
import { plantedPayments } from './planted-payments.ts';
import { createSeededRandom } from './seeded-random.ts';

export interface PlantedIdentifier {
  readonly kind: string;
  readonly type: EntityType;
  /** Exactly as it stands in `text`; at least six characters, and no other of the same run is equal to it. */
  readonly value: string;
  /** What a customer writes. Holds `value` once and nothing else that is personal. */
  readonly text: string;
}

export const plantedKinds: readonly PlantedKind[] = [
  ...plantedPayments,
  ...plantedContacts,
  ...plantedNationalIds,
  ...plantedFarIds,
];

const openings = ['', '', '', 'Hi, ', 'hello there. ', 'Good morning! ', 'ok so ', 'Please help: '];
const closings = ['', '', '', ' Thanks!', ' please check', '. What now?', ' - can you see it?', '\nThank you'];

/**
 * Identifiers of every kind in turn, each in a sentence of its own, for tests that plant them and look for what is left.
 * The same seed gives the same row. None belongs to anybody: all are made by chance.
 */
export function plantedIdentifiers(seed: number, count: number): readonly PlantedIdentifier[] {
  const random = createSeededRandom(seed);
  const values = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const planted = plantedKinds[index % plantedKinds.length];
    if (planted === undefined) throw new Error('Cannot plant: no kinds');
    let value = planted.make(random);
    while (values.has(value)) value = planted.make(random);
    values.add(value);
    const said = random.pick(planted.said).replace('{}', () => value);
    const text = `${random.pick(openings)}${said}${random.pick(closings)}`;
    return { kind: planted.kind, type: planted.type, value, text };
  });
}
