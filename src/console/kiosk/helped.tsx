import type { AssistantEntry } from './conversation-view.ts';
import { PersonIcon } from './icons.tsx';
import type { KioskStore } from './kiosk-store.ts';
import type { Texts } from './texts.ts';

interface HelpedProps {
  readonly entry: AssistantEntry;
  readonly store: KioskStore;
  readonly texts: Texts;
}

export function Helped({ entry, store, texts }: HelpedProps) {
  const { feedback } = texts;
  const give = (helped: boolean) => void store.giveFeedback(entry.id, helped);
  if (entry.helped === undefined) {
    return (
      <fieldset class="helped" aria-label={feedback.question}>
        <span class="helped-question">{feedback.question}</span>
        <button class="button button-small" type="button" onClick={() => give(true)}>
          {feedback.yes}
        </button>
        <button class="button button-small" type="button" onClick={() => give(false)}>
          {feedback.no}
        </button>
      </fieldset>
    );
  }
  const offersPerson = !entry.helped && store.view.value.holder === 'assistant';
  return (
    <div class="helped">
      <p class="helped-question" role="status">
        {offersPerson ? feedback.sorry : feedback.thanks}
      </p>
      {offersPerson && (
        <button class="button button-small" type="button" onClick={() => void store.askForPerson()}>
          <PersonIcon />
          <span>{texts.header.person}</span>
        </button>
      )}
    </div>
  );
}
