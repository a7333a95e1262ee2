import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { countRows } from '../../src/adapters/sqlite/check-copy.ts';
import { schemaNumber } from '../../src/adapters/sqlite/open-database.ts';
import { toFolders } from '../../src/backup/backup-folders.ts';
import { createBackup } from '../../src/compose-backup.ts';
import { openStaffDirectory } from '../../src/compose-staff.ts';
import type { Store } from '../../src/compose-store.ts';
import { type FaultAppliance, openFaultAppliance } from './fault-appliance.ts';

/** What a later release has to find in a store that was kept. */
export interface KeptContent {
  readonly schema: number;
  /** Entries of the log. */
  readonly entries: number;
  readonly checkpoint: string;
  readonly rows: Readonly<Record<string, number>>;
  /** Every line of every conversation, by its id. */
  readonly transcripts: Readonly<Record<string, readonly string[]>>;
  /** Pseudonyms by reference. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly erased: readonly string[];
}

const PACKED = 'confidant.db.gz';
const references = ['customer-1', 'customer-2', 'customer-3'];
const request = { by: { role: 'operator', key: 'test' }, repeat: null } as const;

/** Makes a store of the present release, with something of everything, and keeps it as a backup with its secrets. */
export async function keepStore(to: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keep-'));
  const data = join(folder, 'data');
  try {
    const one = await openFaultAppliance({ data });
    await fill(one, data);
    const made = toFolders(join(folder, 'store'), join(folder, 'keys'));
    await createBackup({ ...made, data, withSecrets: true, now: () => new Date() });
    const content = await readContent(one.appliance.store, references.slice(2));
    await one.close();
    writeFileSync(join(made.store, PACKED), gzipSync(readFileSync(join(made.store, 'confidant.db')), { level: 9 }));
    rmSync(join(made.store, 'confidant.db'));
    cpSync(made.store, join(to, 'store'), { recursive: true });
    cpSync(made.keys, join(to, 'keys'), { recursive: true });
    writeFileSync(join(to, 'content.json'), `${JSON.stringify(content, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lays a kept store out as the backup it is. */
export function layOutKept(kept: string, folder: string) {
  cpSync(kept, folder, { recursive: true });
  const store = join(folder, 'store');
  writeFileSync(join(store, 'confidant.db'), gunzipSync(readFileSync(join(store, PACKED))));
  rmSync(join(store, PACKED));
  const content = JSON.parse(readFileSync(join(folder, 'content.json'), 'utf8')) as KeptContent;
  return { folders: toFolders(store, join(folder, 'keys')), content };
}

async function fill(one: FaultAppliance, data: string): Promise<void> {
  for (const ref of references) {
    const { body } = await one.post('/v1/conversations', { customer: { ref } });
    const path = `/v1/conversations/${(body as { id: string }).id}`;
    await one.post(`${path}/messages`, { text: `My IBAN is DE89 3704 0044 0532 0130 00, where is my card, ${ref}?` });
    await one.post(`${path}/messages`, { text: 'I want to speak to a person' });
    await one.post(`${path}/feedback`, { csat: 4, comment: 'It took a while' });
  }
  const { subjects } = one.appliance;
  await subjects.hold('customer-1', 'a case', request);
  await subjects.correct('customer-2', 'I moved', request);
  await subjects.erase('customer-3', request);
  using directory = openStaffDirectory({ data });
  await directory.add('robin', 'agent', 'twelve letters and more');
}

async function readContent({ database, log, records, keys }: Store, erased: readonly string[]): Promise<KeptContent> {
  const ids = database.prepare<[], string>('SELECT id FROM conversations ORDER BY id').pluck().all();
  const transcripts = await Promise.all(
    ids.map(async (id) => [id, (await records.transcript(id)).map(({ from, text }) => `${from}: ${text}`)] as const),
  );
  return {
    schema: schemaNumber(database),
    entries: log.size,
    checkpoint: log.latestCheckpoint(),
    rows: countRows(database),
    transcripts: Object.fromEntries(transcripts),
    subjects: Object.fromEntries(references.map((reference) => [reference, keys.subjectsOf(reference)[0] ?? ''])),
    erased,
  };
}
