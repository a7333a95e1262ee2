import { useEffect, useRef } from 'preact/hooks';
import type { Texts } from './texts.ts';

interface IdleDialogProps {
  readonly secondsLeft: number;
  /** Of a request to a person that outlives this screen. */
  readonly reference: string | undefined;
  readonly onStay: () => void;
  readonly onStartOver: () => void;
  readonly texts: Texts['idle'];
}

export function IdleDialog({ secondsLeft, reference, onStay, onStartOver, texts }: IdleDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="idle-heading"
      aria-describedby="idle-text"
      onCancel={(event) => {
        event.preventDefault();
        onStay();
      }}
    >
      <h2 class="heading" id="idle-heading">
        {texts.heading}
      </h2>
      <div id="idle-text">
        <p>{texts.text}</p>
        {reference !== undefined && <p>{texts.reference(reference)}</p>}
      </div>
      <p class="countdown" role="timer" aria-live="off">
        {texts.left(secondsLeft)}
      </p>
      <div class="dialog-actions">
        <button class="button button-main" type="button" onClick={onStay}>
          {texts.stay}
        </button>
        <button class="button" type="button" onClick={onStartOver}>
          {texts.startOver}
        </button>
      </div>
    </dialog>
  );
}
