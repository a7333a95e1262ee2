import type { TargetedSubmitEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { KioskStore } from './kiosk-store.ts';
import type { Texts } from './texts.ts';
import type { Confirmation } from './turn.ts';

interface ConfirmProps {
  readonly entryId: string;
  readonly confirmation: Confirmation;
  readonly store: KioskStore;
  readonly texts: Texts['confirm'];
}

/** Yes and no to one step. Only the latest answer has them: a step further up does not wait any more. */
export function Confirm({ entryId, confirmation, store, texts }: ConfirmProps) {
  const input = useRef<HTMLInputElement>(null);
  const { entries, pending, holder } = store.view.value;
  if (entries.at(-1)?.id !== entryId || pending !== undefined || holder !== 'assistant') return null;
  const isIdentity = confirmation.kind === 'identity';
  const isDisabled = store.isConfirming.value;

  function accept(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = input.current?.value.replace(/\D/gu, '');
    if (isIdentity && code?.length !== 6) input.current?.focus();
    else void store.confirm(confirmation.step, true, code);
  }

  return (
    <form class="helped confirm" aria-label={texts.label} onSubmit={accept} autocomplete="off">
      {isIdentity && (
        <input
          ref={input}
          class="field confirm-code"
          aria-label={texts.code}
          placeholder={texts.code}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={7}
        />
      )}
      <button class="button button-small" type="submit" disabled={isDisabled}>
        {isIdentity ? texts.sendCode : texts.yes}
      </button>
      <button
        class="button button-small"
        type="button"
        disabled={isDisabled}
        onClick={() => void store.confirm(confirmation.step, false)}
      >
        {texts.no}
      </button>
    </form>
  );
}
