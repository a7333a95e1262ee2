import type { Texts } from './texts.ts';
import type { Reply } from './turn.ts';

interface SourcesProps {
  readonly citations: Reply['citations'];
  /** BCP 47 tag dates are written in. */
  readonly locale: string;
  readonly texts: Texts['sources'];
}

export function Sources({ citations, locale, texts }: SourcesProps) {
  return (
    <ol class="panel sources" aria-label={texts.label}>
      {citations.map((citation, position) => (
        <li key={`${position}-${citation.title}`} class="source">
          <p class="source-title">{citation.title}</p>
          {citation.updated !== '' && (
            <p class="source-date">
              <time dateTime={citation.updated}>{texts.updated(toWrittenDate(citation.updated, locale))}</time>
            </p>
          )}
          <blockquote class="quote">{citation.quote}</blockquote>
        </li>
      ))}
    </ol>
  );
}

/** A calendar date has no time zone: read as UTC and written as UTC it stays the same day everywhere. */
function toWrittenDate(date: string, locale: string): string {
  const instant = new Date(date);
  if (Number.isNaN(instant.getTime())) return date;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
}
