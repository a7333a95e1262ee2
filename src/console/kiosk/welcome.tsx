import { useEffect, useRef } from 'preact/hooks';
import { About } from './about.tsx';
import { ChoicesInvitation } from './choices-invitation.tsx';
import type { ChoicesStore } from './choices-store.ts';
import { ArrowIcon } from './icons.tsx';
import type { Texts } from './texts.ts';
import type { Opening } from './turn.ts';

interface WelcomeProps {
  readonly opening: Opening | undefined;
  readonly choices: ChoicesStore;
  readonly onAsk: (text: string) => void;
  readonly texts: Texts;
}

export function Welcome({ opening, choices, onAsk, texts }: WelcomeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // After "start over" the button that had the focus is gone: the next person begins at the top.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const { welcome } = texts;
  return (
    <div class="welcome">
      <h1 class="heading heading-large" ref={heading} tabIndex={-1}>
        {welcome.heading}
      </h1>
      <p class="lead soft">{welcome.lead}</p>
      <ul class="suggestions" aria-label={welcome.suggestionsLabel}>
        {welcome.suggestions.map((suggestion) => (
          <li key={suggestion}>
            <button
              class="suggestion"
              type="button"
              aria-disabled={opening === undefined}
              onClick={() => {
                if (opening !== undefined) onAsk(suggestion);
              }}
            >
              <span>{suggestion}</span>
              <ArrowIcon />
            </button>
          </li>
        ))}
      </ul>
      {opening === undefined ? <p class="soft">{welcome.opening}</p> : <About opening={opening} texts={texts.about} />}
      {opening !== undefined && choices.purposes.value.length > 0 && (
        <ChoicesInvitation choices={choices} texts={texts.choices} />
      )}
    </div>
  );
}
