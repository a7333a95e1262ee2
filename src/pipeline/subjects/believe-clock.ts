import type { RetentionRequest, SubjectPorts } from './subject-ports.ts';

/** How far a clock may have gone on since it was last believed. What a smaller jump deletes was due within this time. */
const MOST_AHEAD_MS = 7 * 86_400_000;

/** The latest time that is known, where the clock is too far ahead of it to delete anything by; else null. */
export function findJump({ knownTime, now }: Pick<SubjectPorts, 'knownTime' | 'now'>): Date | null {
  const latest = knownTime.latest();
  return now().getTime() - latest.getTime() > MOST_AHEAD_MS ? latest : null;
}

/**
 * As {@link findJump}, and keeps what is known now. A clock that is ahead and an appliance that was switched off for months
 * look alike from inside: a person says which it was, and that is on the record.
 *
 * @throws {ApplianceError} codes of the ledger
 */
export async function believeClock(ports: SubjectPorts, request: RetentionRequest): Promise<Date | null> {
  const jump = findJump(ports);
  if (request.dryRun) return jump;
  const { knownTime, ledger } = ports;
  const now = ports.now();
  if (jump !== null && !request.clockIsRight) {
    // Kept, so that the next start does not take what the log says since the jump for known.
    knownTime.note(jump);
    return jump;
  }
  if (jump !== null) {
    const act = { kind: 'admin-act', act: 'clock-confirmed', target: jump.toISOString() } as const;
    const entry = { v: 2, at: now.toISOString(), actor: request.by, ...act } as const;
    await ledger.commit({ entry, expects: null, idempotency: null, build: () => ({ writes: [], answer: null }) });
  }
  // A clock that was set back says nothing of the latest time there was.
  if (now > knownTime.latest()) knownTime.note(now);
  return null;
}
