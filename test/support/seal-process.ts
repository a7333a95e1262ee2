import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openStore } from '../../src/compose-store.ts';
import { parseJson } from '../../src/conversation/parse-json.ts';
import { ApplianceError } from '../../src/pipeline/appliance-error.ts';
import { started, startRecord, turnRecord } from './fault-records.ts';

/**
 * A process that seals turns in the real store and nothing else, one for each line it is given: the id of a conversation
 * that is begun before the faults come, or of one that stands there already. Prints one JSON line a step.
 */
const settings = z.object({ data: z.string(), checkpointPages: z.number() }).parse(parseJson(process.argv[2] ?? '{}'));
const command = z.strictObject({ what: z.enum(['begin', 'seal']), id: z.string() });

const store = openStore(join(settings.data), () => new Date());
// With one page, every commit moves the write-ahead log into the database and begins it anew.
store.database.pragma(`wal_autocheckpoint = ${settings.checkpointPages}`);

async function carryOut({ what, id }: z.infer<typeof command>): Promise<object> {
  if (what === 'begin') return store.ledger.commit(startRecord(id));
  const values = [{ placeholder: '[IBAN_1]', type: 'IBAN', value: 'DE89 3704 0044 0532 0130 00' }] as const;
  const view = await store.ledger.commit(
    turnRecord({
      conversation: id,
      before: started,
      idempotency: { keyId: 'k_kiosk_1', key: id, requestHash: 'hash' },
      writes: [{ kind: 'vault', conversation: id, subject: `s_${id}`, values }],
    }),
  );
  return { receipt: view.receipt };
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

print({ pid: process.pid });
for await (const line of createInterface({ input: process.stdin })) {
  await carryOut(command.parse(parseJson(line))).then(print, (error: unknown) => {
    if (!(error instanceof ApplianceError)) throw error;
    print({ refused: error.code });
  });
}
store.close();
