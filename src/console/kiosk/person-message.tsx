import type { PersonEntry } from './conversation-view.ts';
import { PersonIcon } from './icons.tsx';
import type { Texts } from './texts.ts';

export function PersonMessage({ entry, texts }: { readonly entry: PersonEntry; readonly texts: Texts['thread'] }) {
  return (
    <div class="answer">
      <span class="avatar avatar-person">
        <PersonIcon />
      </span>
      <div class="answer-body">
        <p class="speaker">{texts.person}</p>
        <p class="words">{entry.text}</p>
      </div>
    </div>
  );
}
