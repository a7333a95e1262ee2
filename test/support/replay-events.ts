import { deepStrictEqual } from 'node:assert';
import type { Store } from '../../src/compose-store.ts';
import type { ConversationEvent } from '../../src/conversation/conversation-event.ts';
import { beginning, nextState, type Progress } from '../../src/conversation/next-state.ts';
import { parseJson } from '../../src/conversation/parse-json.ts';

/** Folds the stored events of a conversation; throws where that is not what the conversation's own row says. */
export function replayEvents({ database }: Pick<Store, 'database'>, conversation: string): Progress {
  const events = database
    .prepare<[string], string>('SELECT event FROM conversation_events WHERE conversation = ? ORDER BY version')
    .pluck()
    .all(conversation);
  const progress = events.reduce((before, text) => {
    const transition = nextState(before, parseJson(text) as ConversationEvent);
    if (!transition.ok) throw new Error(`A stored event is refused: ${transition.code}`);
    return transition.progress;
  }, beginning);
  const row = database
    .prepare<[string], unknown>(
      `SELECT state, version, turns, issue_turns AS issueTurns, issue_start AS issueStart FROM conversations WHERE id = ?`,
    )
    .get(conversation);
  deepStrictEqual({ ...progress }, row);
  return progress;
}
