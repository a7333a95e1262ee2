import type { Progress } from '../conversation/next-state.ts';
import type { Call } from './appliance.ts';
import type { RedactedMessage, Stages } from './stages.ts';
import type { StageClock, TurnNotes } from './turn-notes.ts';
import type { Listen } from './views.ts';

/** One turn under way: who called, where the conversation stood, and what has been found so far. */
export interface TurnWork {
  readonly call: Call;
  /** Calls whose messages became part of this turn; each is answered with it. */
  readonly joined: readonly Call[];
  /** Where the conversation stood when the turn began. */
  readonly progress: Progress;
  readonly notes: TurnNotes;
  readonly clock: StageClock;
  /** Told what may be shown while the turn goes on; null when nobody listens. */
  readonly listen: Listen | null;
}

/** What every step of the path is handed: the stages, the redacted message, and the work so far. */
export interface TurnContext {
  readonly stages: Stages;
  readonly redacted: RedactedMessage;
  readonly work: TurnWork;
}
