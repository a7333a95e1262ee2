import type { TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { SendIcon } from './icons.tsx';
import type { KioskStore } from './kiosk-store.ts';
import type { Texts } from './texts.ts';

/** Longest message the input takes, in UTF-16 code units: a page and a half. */
const longestMessage = 4_000;

interface ComposerProps {
  readonly store: KioskStore;
  readonly texts: Texts;
}

export function Composer({ store, texts }: ComposerProps) {
  const input = useRef<HTMLTextAreaElement>(null);
  const { pending, opening, holder, entries } = store.view.value;
  const isBusy = pending !== undefined || opening === undefined;
  const isFresh = opening !== undefined && entries.length === 0;

  useEffect(() => {
    // On a touch screen the focus would raise the keyboard over the greeting.
    if (isFresh && matchMedia('(pointer: fine)').matches) input.current?.focus({ preventScroll: true });
  }, [isFresh]);

  function send(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const text = store.draft.value;
    if (isBusy || text.trim() === '') {
      input.current?.focus();
      return;
    }
    store.draft.value = '';
    void store.send(text);
  }

  if (holder === 'closed') return <p class="composer-closed">{texts.composer.closed}</p>;
  const isWithPerson = holder !== 'assistant';
  return (
    <form class="composer" onSubmit={send} autocomplete="off">
      <label class="hidden" for="message">
        {texts.composer.label}
      </label>
      <textarea
        ref={input}
        class="composer-field"
        id="message"
        rows={1}
        maxLength={longestMessage}
        enterkeyhint="send"
        placeholder={isWithPerson ? texts.composer.placeholderForPerson : texts.composer.placeholder}
        value={store.draft.value}
        onInput={(event) => {
          store.draft.value = event.currentTarget.value;
        }}
        onKeyDown={sendOnEnter}
      />
      <button class="button button-main button-send" type="submit" aria-disabled={isBusy} aria-busy={isBusy}>
        <span>{texts.composer.send}</span>
        <SendIcon />
      </button>
    </form>
  );
}

/** Enter sends, Shift and Enter break the line, and Enter that picks a character of an input method does neither. */
function sendOnEnter(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
