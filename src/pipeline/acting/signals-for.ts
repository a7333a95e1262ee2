import { z } from 'zod';
import type { SignalValue } from '../../policy/condition.ts';
import type { TurnContext } from '../turn-work.ts';

const signalsSchema = z.object({ signals: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) });

/** Signals of this turn, or of the message before: a press of a button says nothing new about mood or matter. */
export async function signalsFor({
  stages,
  redacted,
  work,
}: TurnContext): Promise<Readonly<Record<string, SignalValue>>> {
  if (work.notes.signals !== null) return work.notes.signals;
  const { id, turns } = redacted.turn.conversation;
  for (let turn = turns; turn > 0; turn -= 1) {
    const parsed = signalsSchema.safeParse((await stages.records.turnView(id, turn))?.decision);
    if (parsed.success && Object.keys(parsed.data.signals).length > 0) return parsed.data.signals;
  }
  return {};
}
