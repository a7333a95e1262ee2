import type { ChoicesStore } from './choices-store.ts';
import { ChoiceIcon } from './icons.tsx';
import type { Texts } from './texts.ts';

interface ChoicesInvitationProps {
  readonly choices: ChoicesStore;
  readonly texts: Texts['choices'];
}

/** Says that there is something to choose, and asks for nothing: whoever passes it by has agreed to nothing. */
export function ChoicesInvitation({ choices, texts }: ChoicesInvitationProps) {
  return (
    <section class="invitation" aria-label={texts.heading}>
      <ChoiceIcon />
      <p>{texts.invitation}</p>
      <button class="button" type="button" aria-haspopup="dialog" onClick={() => void choices.open()}>
        {texts.button}
      </button>
    </section>
  );
}
