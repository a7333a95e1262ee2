import type { PolicyFiles } from '../policy/policy-schema.ts';

/** When people of a queue work, in their own time zone. */
export type BusinessHours = PolicyFiles['escalation']['hours'][string];

/** Whether people are there, and when they are back: null where the next fortnight has no opening. */
export type Opening = { readonly open: true } | { readonly open: false; readonly opensAt: Date | null };

const QUARTER_MS = 15 * 60_000;
const QUARTERS_AHEAD = 14 * 24 * 4;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/**
 * Says whether people are there at a moment. Pure: it asks no clock, so a clock that is set changes later answers alone.
 *
 * Openings stand on quarter hours, and so does every offset of a time zone (IANA). Going ahead in quarters of real time
 * therefore meets every opening exactly, also on the days that lose an hour or have one twice.
 */
export function openingAt(hours: BusinessHours, at: Date): Opening {
  if (isOpen(hours, at)) return { open: true };
  const first = Math.ceil(at.getTime() / QUARTER_MS);
  for (let quarter = first; quarter <= first + QUARTERS_AHEAD; quarter += 1) {
    const moment = new Date(quarter * QUARTER_MS);
    if (isOpen(hours, moment)) return { open: false, opensAt: moment };
  }
  return { open: false, opensAt: null };
}

function isOpen({ timezone, days, holidays }: BusinessHours, at: Date): boolean {
  const local = localTime(timezone, at);
  if (holidays.includes(local.date)) return false;
  return (days[local.weekday] ?? []).some((range) => {
    const [from = '', to = ''] = range.split('-');
    return from <= local.time && local.time < to;
  });
}

/** A moment as the clock on the wall shows it: `2026-11-21`, `saturday`, `09:00`. */
function localTime(timezone: string, at: Date) {
  // Wall time as if it were UTC: a date of its own, whatever offset holds there.
  const parts = Object.fromEntries(
    formatterOf(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday';
  return { date, weekday, time: `${parts.hour}:${parts.minute}` };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept: making one costs far more than asking it. Time zones come from policy, so there are few. */
function formatterOf(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(timezone, made);
  return made;
}
