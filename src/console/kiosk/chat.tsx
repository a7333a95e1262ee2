import { Announcer } from './announcer.tsx';
import { ChoicesDialog } from './choices-dialog.tsx';
import { Composer } from './composer.tsx';
import { Header } from './header.tsx';
import { IdleDialog } from './idle-dialog.tsx';
import type { IdleWatch } from './idle-watch.ts';
import { findReference, type KioskStore } from './kiosk-store.ts';
import { LogNotice } from './log-notice.tsx';
import type { LogSentinel } from './log-sentinel.ts';
import type { Texts } from './texts.ts';
import { Thread } from './thread.tsx';
import { TroubleBanner } from './trouble-banner.tsx';
import { Welcome } from './welcome.tsx';

export interface ChatProps {
  readonly store: KioskStore;
  readonly idle: IdleWatch;
  readonly sentinel: LogSentinel;
  readonly texts: Texts;
}

export function Chat({ store, idle, sentinel, texts }: ChatProps) {
  const view = store.view.value;
  const secondsLeft = idle.secondsLeft.value;
  const startOver = () => {
    idle.stay();
    void store.startOver();
  };
  return (
    <div class="page">
      <a class="skip" href="#message">
        {texts.skipToMessage}
      </a>
      <Header store={store} onStartOver={startOver} texts={texts} />
      <main class="main">
        {view.entries.length === 0 ? (
          <Welcome
            opening={view.opening}
            choices={store.choices}
            onAsk={(text) => void store.send(text)}
            texts={texts}
          />
        ) : (
          <Thread store={store} texts={texts} />
        )}
        <div class="dock">
          <LogNotice alarm={sentinel.alarm.value} texts={texts.log} />
          <TroubleBanner store={store} texts={texts.errors} />
          <Composer store={store} texts={texts} />
        </div>
      </main>
      <Announcer view={view} texts={texts.thread} />
      {store.choices.isOpen.value && <ChoicesDialog choices={store.choices} texts={texts} />}
      {secondsLeft !== undefined && (
        <IdleDialog
          secondsLeft={secondsLeft}
          reference={findReference(view)}
          onStay={idle.stay}
          onStartOver={startOver}
          texts={texts.idle}
        />
      )}
    </div>
  );
}
