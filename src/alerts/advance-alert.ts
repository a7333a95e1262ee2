import type { AlertRule } from '../policy/alerts-schema.ts';

/** Where one rule stands. Times in milliseconds, null for what is not so. */
export interface AlertProgress {
  /** Since when it holds without a break. */
  readonly heldSince: number | null;
  /** Since when it does not. */
  readonly quietSince: number | null;
  readonly isOpen: boolean;
  /** When the last alert of it was over. */
  readonly clearedAt: number | null;
}

export type AlertStep = 'none' | 'raise' | 'clear';

export const untouched: AlertProgress = { heldSince: null, quietSince: null, isOpen: false, clearedAt: null };

type Terms = Pick<AlertRule, 'forSeconds' | 'clearSeconds' | 'cooldownMinutes'>;

/** Takes a rule one look further. What a step asks for is done by the caller, who then says so in `isOpen`. */
export function advanceAlert(
  progress: AlertProgress,
  terms: Terms,
  look: { readonly holds: boolean; readonly at: number },
): { readonly step: AlertStep; readonly progress: AlertProgress } {
  const { holds, at } = look;
  // A clock that was set back must not make anybody wait for it to come back.
  const since = (known: number | null): number => Math.min(known ?? at, at);
  const next: AlertProgress = {
    ...progress,
    heldSince: holds ? since(progress.heldSince) : null,
    quietSince: holds ? null : since(progress.quietSince),
    clearedAt: progress.clearedAt === null ? null : since(progress.clearedAt),
  };
  if (next.isOpen) {
    const isOver = next.quietSince !== null && at - next.quietSince >= terms.clearSeconds * 1_000;
    return { step: isOver ? 'clear' : 'none', progress: next };
  }
  const isHeld = next.heldSince !== null && at - next.heldSince >= terms.forSeconds * 1_000;
  const isTooSoon = next.clearedAt !== null && at - next.clearedAt < terms.cooldownMinutes * 60_000;
  return { step: isHeld && !isTooSoon ? 'raise' : 'none', progress: next };
}
