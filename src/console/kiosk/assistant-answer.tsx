import { Confirm } from './confirm.tsx';
import type { AssistantEntry } from './conversation-view.ts';
import { Extras } from './extras.tsx';
import { HandoverCard } from './handover-card.tsx';
import { Helped } from './helped.tsx';
import type { KioskStore } from './kiosk-store.ts';
import { Mark } from './mark.tsx';
import type { Texts } from './texts.ts';

interface AssistantAnswerProps {
  readonly entry: AssistantEntry;
  readonly store: KioskStore;
  readonly texts: Texts;
}

export function AssistantAnswer({ entry, store, texts }: AssistantAnswerProps) {
  const { turn } = entry;
  const language = turn?.reply?.language;
  return (
    <div class="answer">
      <span class="avatar">
        <Mark />
      </span>
      <div class="answer-body">
        <p class="speaker">{texts.thread.assistant}</p>
        <p class="words" {...(language === undefined || language === '' ? {} : { lang: language })}>
          {entry.sentences.map((sentence, position) => (
            // A sentence never moves: its place is what it is known by.
            <span class="sentence" key={`${entry.id}-${position}`} data-sentence={position}>
              {position > 0 ? ` ${sentence}` : sentence}
            </span>
          ))}
        </p>
        {turn?.confirmation !== undefined && (
          <Confirm entryId={entry.id} confirmation={turn.confirmation} store={store} texts={texts.confirm} />
        )}
        {turn?.handover !== undefined && <HandoverCard ticket={turn.handover} texts={texts.handover} />}
        {turn !== undefined && <Extras id={entry.id} turn={turn} texts={texts} />}
        {turn?.outcome === 'answered' && <Helped entry={entry} store={store} texts={texts} />}
      </div>
    </div>
  );
}
