import type { Write } from './ledger.ts';
import type { HandoverView } from './views.ts';

type HandoverMove = Extract<Write, { kind: 'handover-state' }>;

/** The write that moves a handover on, and the handover as it stands after it. */
export function moveHandover(
  handover: HandoverView,
  to: Pick<HandoverMove, 'state' | 'claimedBy'> & Partial<Pick<HandoverMove, 'resolution'>>,
): { readonly write: HandoverMove; readonly moved: HandoverView } {
  const { state, claimedBy, resolution = null } = to;
  return {
    write: { kind: 'handover-state', reference: handover.reference, state, claimedBy, resolution },
    moved: { ...handover, state, claimedBy, resolution: resolution ?? handover.resolution },
  };
}
