import { z } from 'zod';
import { parseJson } from '../../conversation/parse-json.ts';
import { PrivacyError } from '../../privacy/privacy-error.ts';
import type { Membership } from '../../privacy/release-counts.ts';
import type { Release, ReleaseRecords, ReleaseWish } from '../../privacy/release-records.ts';
import type { SqliteDatabase } from './open-database.ts';

const YEAR_MS = 365 * 86_400_000;
const countsSchema = z.array(z.strictObject({ group: z.string(), count: z.number().int().nullable() }));

interface ReleaseRow {
  readonly name: string;
  readonly at: string;
  readonly epsilon_thousandths: number;
  readonly counts: string;
}

export function openReleases(database: SqliteDatabase): ReleaseRecords {
  const find = database.prepare<[string], ReleaseRow>('SELECT * FROM releases WHERE name = ?');
  const spent = database
    .prepare<[string], number>('SELECT coalesce(sum(epsilon_thousandths), 0) FROM releases WHERE at > ?')
    .pluck();
  const insert = database.prepare('INSERT INTO releases (name, at, epsilon_thousandths, counts) VALUES (?, ?, ?, ?)');
  const intents = database.prepare<[string, string], Membership>(
    `SELECT c.subject, t.intent AS "group" FROM turns t JOIN conversations c ON c.id = t.conversation
     WHERE t.at >= ? AND t.at < ? ORDER BY t.at, t.conversation, t.turn`,
  );
  const publish = database.transaction((wish: ReleaseWish): Release => {
    const known = find.get(wish.name);
    if (known) return toRelease(known);
    const { name, now, epsilonThousandths } = wish;
    const before = spent.get(new Date(now.getTime() - YEAR_MS).toISOString()) ?? 0;
    if (before + epsilonThousandths > wish.yearlyThousandths) {
      const left = (wish.yearlyThousandths - before) / 1_000;
      throw new PrivacyError('budget-spent', `Cannot release counts: ε ${left} of this year is left`);
    }
    const counts = wish.make();
    insert.run(name, now.toISOString(), epsilonThousandths, JSON.stringify(counts));
    return { name, at: now, epsilonThousandths, counts };
  });
  return {
    publish: async (wish) => publish.immediate(wish),
    intentsOf: async ({ from, until }) => intents.all(from.toISOString(), until.toISOString()),
  };
}

function toRelease({ name, at, epsilon_thousandths, counts }: ReleaseRow): Release {
  return {
    name,
    at: new Date(at),
    epsilonThousandths: epsilon_thousandths,
    counts: countsSchema.parse(parseJson(counts)),
  };
}
