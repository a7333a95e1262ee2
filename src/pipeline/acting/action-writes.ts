import type { Outcome } from '../../conversation/outcome.ts';
import type { Write } from '../ledger.ts';
import type { TurnContext } from '../turn-work.ts';
import type { ConfirmationView } from '../views.ts';
import type { ActionNotes } from './action-notes.ts';
import type { ActionChange } from './action-records.ts';

/** What the turn's commit stores of its actions. A handover takes every step that waited with it. */
export function actionWrites({
  redacted,
  work,
  outcome,
}: TurnContext & { readonly outcome: Outcome }): readonly Write[] {
  const { id: conversation } = redacted.turn.conversation;
  const { state, isStateChanged, isVerifiedNow, linkedTo, runs } = work.notes.action;
  const changes: ActionChange[] = runs.map((run) => ({ kind: 'run', run }));
  if (isStateChanged) changes.push({ kind: 'state', conversation, state });
  if (isVerifiedNow) changes.push({ kind: 'verified', conversation });
  if (linkedTo !== null) changes.push({ kind: 'linked', conversation, customer: linkedTo });
  if (outcome.kind === 'handed-over') changes.push({ kind: 'drop-step', conversation });
  return changes.map((change) => ({ kind: 'action', change }));
}

/** The step a kiosk shows buttons for. */
export function confirmationOf({ state }: ActionNotes, outcome: Outcome): ConfirmationView | null {
  const { pending } = state;
  if (outcome.kind !== 'confirming' || pending === null || pending.kind === 'parameter') return null;
  return { step: pending.step, kind: pending.kind, until: pending.until };
}
