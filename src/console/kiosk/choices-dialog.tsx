import { useEffect, useRef } from 'preact/hooks';
import type { ChoicesStore } from './choices-store.ts';
import { AlertIcon } from './icons.tsx';
import { PurposeChoice } from './purpose-choice.tsx';
import { RememberedFacts } from './remembered-facts.tsx';
import type { Texts } from './texts.ts';

interface ChoicesDialogProps {
  readonly choices: ChoicesStore;
  readonly texts: Texts;
}

/** Every purpose with its notice, and everything that is remembered: one press changes each. */
export function ChoicesDialog({ choices, texts }: ChoicesDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // Neither of two answers has the focus: it begins above both.
    heading.current?.focus();
  }, []);
  const failure = choices.failure.value;
  return (
    <dialog ref={dialog} class="dialog choices" aria-labelledby="choices-heading" onClose={() => choices.close()}>
      <div class="choices-body">
        <h2 class="heading" id="choices-heading" ref={heading} tabIndex={-1}>
          {texts.choices.heading}
        </h2>
        <p class="soft">{texts.choices.lead}</p>
        {choices.purposes.value.map((purpose) => (
          <PurposeChoice
            key={purpose.id}
            purpose={purpose}
            isBusy={choices.isBusy.value}
            onChoose={(granted) => void choices.choose(purpose.id, granted)}
            texts={texts}
          />
        ))}
        <RememberedFacts choices={choices} texts={texts} />
      </div>
      <div class="choices-end">
        {failure !== undefined && (
          <p class="alert" role="alert">
            <AlertIcon />
            <span>
              {failure.code === 'conversation-ended' ? texts.errors['conversation-ended'] : texts.choices.failed}
            </span>
          </p>
        )}
        <button class="button button-main" type="button" onClick={() => dialog.current?.close()}>
          {texts.choices.done}
        </button>
      </div>
    </dialog>
  );
}
