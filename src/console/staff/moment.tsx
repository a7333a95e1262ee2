/** When something was: the time alone where it was today, else the day with it. */
export function Moment({ at }: { readonly at: string }) {
  return <time dateTime={at}>{toShownMoment(new Date(at), new Date())}</time>;
}

/** @param locale as of the browser where none is given */
export function toShownMoment(at: Date, now: Date, locale?: string): string {
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  if (at.toDateString() === now.toDateString()) return at.toLocaleTimeString(locale, time);
  return at.toLocaleString(locale, { day: 'numeric', month: 'short', ...time });
}
