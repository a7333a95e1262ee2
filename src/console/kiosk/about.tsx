import { ChatIcon, LockIcon } from './icons.tsx';
import type { Texts } from './texts.ts';
import type { Opening } from './turn.ts';

interface AboutProps {
  readonly opening: Opening;
  readonly texts: Texts['about'];
}

/** What the law wants said before the first word, in the words of the appliance. */
export function About({ opening, texts }: AboutProps) {
  return (
    <section class="about" aria-label={texts.label}>
      <div class="about-row">
        <ChatIcon />
        <div>
          <h2 class="about-title">{texts.assistant}</h2>
          <p>{opening.disclosure}</p>
        </div>
      </div>
      <div class="about-row">
        <LockIcon />
        <div>
          <h2 class="about-title">{texts.data}</h2>
          <p>{opening.notice}</p>
        </div>
      </div>
    </section>
  );
}
