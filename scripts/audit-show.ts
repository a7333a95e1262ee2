import type { Database } from 'better-sqlite3';
import { createLogTexts } from '../src/adapters/sqlite/log-texts.ts';
import { openEntry, parseSealedEntry } from '../src/audit/entry-texts.ts';
import type { LogReader } from '../src/audit/log-store.ts';
import { findKeysBeside } from '../src/compose-keys.ts';
import type { Environment } from '../src/config/read-environment.ts';
import { parseJson } from '../src/conversation/parse-json.ts';

/**
 * One entry, and the lines that tell of it. Texts are read where the keys lie beside the database; on a copy that came without,
 * the commitments stand for them.
 */
export function showEntry(
  { database, reader }: { database: Database; reader: LogReader },
  index: number,
  { keyVault }: Pick<Environment, 'keyVault'>,
) {
  const [stored] = reader.entries(index);
  if (stored?.index !== index) throw new Error(`The log has no entry ${index}`);
  const sealed = parseSealedEntry(parseJson(Buffer.from(stored.bytes).toString('utf8')));
  const leaf = Buffer.from(stored.leaf).toString('base64');
  const keys = sealed.v === 1 ? undefined : findKeysBeside(database.name, keyVault);
  const kept = keys && createLogTexts(database, keys).find(index);
  const texts = kept ? openEntry(sealed, kept).texts : {};
  keys?.close();
  const said = Object.entries(texts).map(
    ([field, one]) => `${field}: ${one.state === 'held' ? one.text : `[${one.state}]`}`,
  );
  const lines = [`entry ${index}, leaf ${leaf}`, JSON.stringify(sealed, null, 2), ...said];
  return { shown: { index, leaf, entry: sealed, texts }, lines };
}
