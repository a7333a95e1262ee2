import { useEffect, useRef } from 'preact/hooks';
import { About } from './about.tsx';
import { AssistantAnswer } from './assistant-answer.tsx';
import { answerIdOf, type Entry } from './conversation-view.ts';
import { CustomerMessage } from './customer-message.tsx';
import { followEnd } from './follow-end.ts';
import type { KioskStore } from './kiosk-store.ts';
import { PersonMessage } from './person-message.tsx';
import { StageLine } from './stage-line.tsx';
import type { Texts } from './texts.ts';

interface ThreadProps {
  readonly store: KioskStore;
  readonly texts: Texts;
}

export function Thread({ store, texts }: ThreadProps) {
  const section = useRef<HTMLElement>(null);
  const shown = useRef(0);
  const view = store.view.value;
  const { pending, entries } = view;
  useEffect(() => {
    // The button a touch fell on may be gone now; a keyboard goes on from here.
    if (document.activeElement === document.body) section.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const last = entries.at(-1);
    const isOwnAct = entries.length > shown.current && (last?.kind === 'customer' || last?.kind === 'assistant');
    shown.current = entries.length;
    followEnd(isOwnAct);
  }, [view]);
  const isWordless = pending !== undefined && !entries.some((entry) => entry.id === answerIdOf(pending.id));
  return (
    <section class="thread" aria-label={texts.thread.label} ref={section} tabIndex={-1}>
      <h1 class="hidden">{texts.title}</h1>
      {view.opening !== undefined && <About opening={view.opening} texts={texts.about} />}
      <ol class="entries">
        {entries.map((entry) => (
          <li key={entry.id} class={`entry entry-${entry.kind}`}>
            <EntryOf entry={entry} store={store} texts={texts} />
          </li>
        ))}
        {isWordless && (
          <li class="entry entry-assistant">
            <StageLine stage={pending.stage} texts={texts} />
          </li>
        )}
      </ol>
    </section>
  );
}

function EntryOf({ entry, store, texts }: { readonly entry: Entry } & ThreadProps) {
  if (entry.kind === 'assistant') return <AssistantAnswer entry={entry} store={store} texts={texts} />;
  if (entry.kind === 'person') return <PersonMessage entry={entry} texts={texts.thread} />;
  if (entry.kind === 'note') return <p class="note">{texts.thread.notes[entry.note]}</p>;
  return (
    <CustomerMessage
      entry={entry}
      onSendAgain={() => void store.sendAgain(entry.id)}
      onChange={() => {
        store.draft.value = entry.text;
      }}
      texts={texts}
    />
  );
}
