import type { AnswerOnce } from './pipeline/answer-once.ts';
import type { Call } from './pipeline/appliance.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import { toActor } from './pipeline/recorded-call.ts';
import type { Stages } from './pipeline/stages.ts';

/** The switch that sends every conversation to people, and back. */
export function createStopSwitch(stages: Stages, held: { stopped: boolean }, answerOnce: AnswerOnce) {
  return (stopped: boolean, call: Call): Promise<void> =>
    // A late repeat must not throw the switch again: somebody may have thrown it back meanwhile.
    answerOnce(call, async () => {
      // Stopping takes hold at once; resuming only once it is on the record, or a restart would undo it.
      if (stopped) held.stopped = true;
      const kind = stopped ? 'stop' : 'resume';
      await commitEntry(stages, { v: 2, kind, at: stages.now().toISOString(), actor: toActor(call) }, call);
      held.stopped = stopped;
    });
}
