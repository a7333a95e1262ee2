import type { Priority } from '../conversation/outcome.ts';
import { type PolicySnapshot, wordingFor } from '../policy/policy-snapshot.ts';
import { openingAt } from './business-hours.ts';

/** Where a conversation waits. */
export interface Waiting {
  readonly queue: string;
  readonly tier: string;
  readonly priority: Priority;
}

/** What can be said of a wait, roughly. */
export interface ExpectedWait {
  readonly open: boolean;
  /** When people are back; null while they are there, and where the next fortnight has no opening. */
  readonly opensAt: Date | null;
  /** Usual minutes once they are there; null where policy does not say. */
  readonly minutes: number | null;
}

/** How long a customer of this tier usually waits in this queue, from what policy says of it. */
export function expectedWait(policy: PolicySnapshot, waiting: Waiting, at: Date): ExpectedWait {
  const { hours, waitMinutes } = termsOf(policy, waiting);
  const minutes = waitMinutes?.[waiting.priority] ?? null;
  const opening = hours === null ? ({ open: true } as const) : openingAt(hours, at);
  return { open: opening.open, opensAt: opening.open ? null : opening.opensAt, minutes };
}

/** What the customer is told of the wait, beside the notice; an empty text where nothing is known. */
export function waitNotice(policy: PolicySnapshot, waiting: Waiting, at: Date, language: string): string {
  const { open, opensAt, minutes } = expectedWait(policy, waiting, at);
  const { waits } = policy.files.escalation;
  if (open) return minutes === null ? '' : wordingFor(waits.open, language).replaceAll('{minutes}', String(minutes));
  if (opensAt === null) return wordingFor(waits.closed, language);
  return wordingFor(waits.opens, language).replaceAll('{opens}', sayTime(policy, waiting, opensAt, language));
}

/** A tier may have hours and waits of its own; some priorities are looked after around the clock. */
function termsOf(policy: PolicySnapshot, { queue, tier, priority }: Waiting) {
  const { queues, hours } = policy.files.escalation;
  const terms = queues[queue];
  // A tier comes from the caller: `constructor` names no terms.
  const own = terms && Object.hasOwn(terms.tiers, tier) ? terms.tiers[tier] : undefined;
  const name = own?.hours ?? terms?.hours;
  const always = terms?.alwaysFor.includes(priority) === true;
  return {
    hours: name === undefined || always ? null : (hours[name] ?? null),
    waitMinutes: own?.waitMinutes ?? terms?.waitMinutes,
  };
}

function sayTime(policy: PolicySnapshot, waiting: Waiting, at: Date, language: string): string {
  const timeZone = termsOf(policy, waiting).hours?.timezone ?? 'UTC';
  return new Intl.DateTimeFormat(language, {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
