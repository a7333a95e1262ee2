/** The day of a moment (ISO 8601) in words; in the device's own time zone where none is named. */
export function toWrittenDate(moment: string, locale: string, timeZone?: string): string {
  const instant = new Date(moment);
  if (Number.isNaN(instant.getTime())) return moment;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(instant);
}
