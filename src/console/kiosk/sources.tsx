import type { Texts } from './texts.ts';
import type { Reply } from './turn.ts';
import { toWrittenDate } from './written-date.ts';

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
              {/* A calendar date has no time zone: read as UTC and written as UTC it stays the same day everywhere. */}
              <time dateTime={citation.updated}>{texts.updated(toWrittenDate(citation.updated, locale, 'UTC'))}</time>
            </p>
          )}
          <blockquote class="quote">{citation.quote}</blockquote>
        </li>
      ))}
    </ol>
  );
}
