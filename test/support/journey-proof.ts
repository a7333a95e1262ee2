import type { z } from '@hono/zod-openapi';
import type { LogEntry } from '../../src/audit/entry-format.ts';
import type { SealedEntry } from '../../src/audit/entry-texts.ts';
import { verifyReceipt } from '../../src/audit/receipt.ts';
import { type LogVerification, verifyLog } from '../../src/audit/verify-log.ts';
import type { Store } from '../../src/compose-store.ts';
import type { turnSchema } from '../../src/http/schemas/turn-schema.ts';

type StoryTurn = z.infer<typeof turnSchema>;
type TurnEntry = Extract<LogEntry, { kind: 'turn' }>;

/** The entry a Turn's receipt is for; throws where the proof does not hold or the entry says something else. */
export function provenEntry(
  { log }: Pick<Store, 'log'>,
  turn: StoryTurn,
): { readonly entry: TurnEntry; readonly sealed: SealedEntry } {
  const logged = log.entry(turn.receipt.index);
  const entry = logged?.entry;
  if (logged === undefined || entry?.kind !== 'turn')
    throw new Error(`The receipt leads to an entry of kind "${entry?.kind}"`);
  const verdict = verifyReceipt(turn.receipt, logged.sealed, log.vkey);
  if (verdict.kind === 'refused') throw new Error(`The receipt does not hold: ${verdict.code}`);
  const recorded = [entry.conversation, entry.turn, entry.outcome, entry.mode, JSON.stringify(entry.citations)];
  const { reply } = turn;
  const told = [turn.conversation, turn.turn, turn.outcome, reply?.mode, JSON.stringify(reply?.citations ?? [])];
  if (recorded.join('\n') !== told.join('\n')) throw new Error('The entry does not say what the customer was told');
  // Placeholders on the record are the customer's own words in the reply.
  const sameWords = (entry.reply ?? '').split(/\[[A-Z_]+_\d+\]/u).every((part) => (reply?.text ?? '').includes(part));
  if (!sameWords) throw new Error('The recorded reply is not the one that was given');
  return { entry, sealed: logged.sealed };
}

/** Verifies the whole log as an auditor does: dense, every leaf, every node, every checkpoint. */
export function verifyWholeLog({ log, database }: Pick<Store, 'log' | 'database'>): LogVerification {
  return database.transaction(() => verifyLog(log.reader, log.vkey))();
}
