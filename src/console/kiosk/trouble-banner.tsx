import { AlertIcon } from './icons.tsx';
import type { KioskStore } from './kiosk-store.ts';
import type { Texts } from './texts.ts';

interface TroubleBannerProps {
  readonly store: KioskStore;
  readonly texts: Texts['errors'];
}

export function TroubleBanner({ store, texts }: TroubleBannerProps) {
  const trouble = store.trouble.value;
  if (trouble === undefined) return null;
  const isEnded = trouble.failure.code === 'conversation-ended';
  return (
    <div class="alert trouble">
      <AlertIcon />
      <div>
        <p role="alert">{isEnded ? texts['conversation-ended'] : texts[trouble.action]}</p>
        {trouble.action === 'handover' && !isEnded && (
          <button class="button button-small" type="button" onClick={() => void store.askForPerson()}>
            {texts.tryAgain}
          </button>
        )}
      </div>
    </div>
  );
}
