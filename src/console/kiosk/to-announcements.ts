import type { ConversationView, NoteEntry } from './conversation-view.ts';

type Announcement =
  | { readonly id: string; readonly kind: 'assistant' | 'person'; readonly text: string }
  | { readonly id: string; readonly kind: 'note'; readonly note: NoteEntry['note'] };

/** What was said since the customer last spoke, a line for each sentence, so that a screen reader hears it once. */
export function toAnnouncements(view: ConversationView): readonly Announcement[] {
  const lastQuestion = view.entries.findLastIndex((entry) => entry.kind === 'customer');
  return view.entries.slice(lastQuestion + 1).flatMap((entry): Announcement[] => {
    if (entry.kind === 'customer') return [];
    if (entry.kind === 'note') return [{ id: entry.id, kind: 'note', note: entry.note }];
    if (entry.kind === 'person') return [{ id: entry.id, kind: 'person', text: entry.text }];
    return entry.sentences.map((text, position) => ({ id: `${entry.id}-${position}`, kind: 'assistant', text }));
  });
}
