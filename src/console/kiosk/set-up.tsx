import type { TargetedSubmitEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { AlertIcon } from './icons.tsx';
import { Mark } from './mark.tsx';
import type { Texts } from './texts.ts';

interface SetUpProps {
  readonly isRefused: boolean;
  readonly onKey: (key: string) => void;
  readonly texts: Texts['setUp'];
}

/** What staff see once on a device without a key, and again when its key was taken back. */
export function SetUp({ isRefused, onKey, texts }: SetUpProps) {
  const input = useRef<HTMLInputElement>(null);

  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (key === '') input.current?.focus();
    else onKey(key);
  }

  return (
    <main class="set-up">
      <form class="card set-up-card" onSubmit={submit} autocomplete="off">
        <Mark />
        <h1 class="heading">{texts.heading}</h1>
        <p class="soft">{texts.lead}</p>
        {isRefused && (
          <p class="alert" role="alert">
            <AlertIcon />
            <span>{texts.refused}</span>
          </p>
        )}
        <label class="label" for="key">
          {texts.label}
        </label>
        <input
          ref={input}
          class="field"
          id="key"
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="key-hint"
          aria-invalid={isRefused}
        />
        <p class="small soft" id="key-hint">
          {texts.hint}
        </p>
        <button class="button button-main" type="submit">
          {texts.start}
        </button>
      </form>
    </main>
  );
}
