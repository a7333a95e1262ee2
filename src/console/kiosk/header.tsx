import { ChoiceIcon, PersonIcon, RestartIcon } from './icons.tsx';
import type { KioskStore } from './kiosk-store.ts';
import { Mark } from './mark.tsx';
import type { Texts } from './texts.ts';

interface HeaderProps {
  readonly store: KioskStore;
  readonly onStartOver: () => void;
  readonly texts: Texts;
}

export function Header({ store, onStartOver, texts: { header: texts, choices } }: HeaderProps) {
  const { opening, holder, entries } = store.view.value;
  const isAsked = holder === 'waiting' || holder === 'person';
  const isIdle = opening === undefined || holder === 'closed' || isAsked || store.isAskingForPerson.value;
  return (
    <header class="bar">
      <div class="bar-inner">
        <p class="brand">
          <Mark />
          <span class="brand-name">
            {texts.name}
            <span class="brand-role">{texts.role}</span>
          </span>
        </p>
        <div class="bar-actions">
          {(entries.length > 0 || store.choices.isUsed.value) && (
            <button class="button button-quiet" type="button" aria-label={texts.startOver} onClick={onStartOver}>
              <RestartIcon />
              <span class="wide-only">{texts.startOver}</span>
            </button>
          )}
          {store.choices.purposes.value.length > 0 && (
            <button
              class="button button-quiet button-choices"
              type="button"
              aria-label={choices.button}
              aria-haspopup="dialog"
              onClick={() => void store.choices.open()}
            >
              <ChoiceIcon />
              <span class="wide-only">{choices.button}</span>
            </button>
          )}
          <button
            class="button button-person"
            type="button"
            aria-disabled={isIdle}
            onClick={() => {
              if (!isIdle) void store.askForPerson();
            }}
          >
            <PersonIcon />
            <span>{isAsked ? texts.personAsked : texts.person}</span>
          </button>
        </div>
      </div>
    </header>
  );
}
