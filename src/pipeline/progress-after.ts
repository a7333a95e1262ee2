import type { ConversationEvent } from '../conversation/conversation-event.ts';
import { nextState, type Progress } from '../conversation/next-state.ts';
import { ApplianceError } from './appliance-error.ts';

/**
 * Where a conversation stands after events.
 *
 * @throws {ApplianceError} `conversation-closed` or `not-allowed-now` when the state machine refuses one of them
 */
export function progressAfter(progress: Progress, events: readonly ConversationEvent[]): Progress {
  return events.reduce((before, event) => {
    const transition = nextState(before, event);
    if (transition.ok) return transition.progress;
    throw new ApplianceError(transition.code, 'The conversation does not allow this now');
  }, progress);
}
