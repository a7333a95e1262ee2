import type { ConversationView } from './conversation-view.ts';
import type { Texts } from './texts.ts';
import { toAnnouncements } from './to-announcements.ts';

interface AnnouncerProps {
  readonly view: ConversationView;
  readonly texts: Texts['thread'];
}

/** Reads out words as they arrive, and nothing of the buttons around them. */
export function Announcer({ view, texts }: AnnouncerProps) {
  return (
    <div class="hidden" aria-live="polite" aria-relevant="additions text" data-announcer>
      {toAnnouncements(view).map((line) => (
        <p key={line.id}>{line.kind === 'note' ? texts.notes[line.note] : `${texts[line.kind]}: ${line.text}`}</p>
      ))}
    </div>
  );
}
