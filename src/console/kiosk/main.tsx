import { render } from 'preact';
import { App } from './app.tsx';
import { createIdleWatch } from './idle-watch.ts';
import { createKioskApi } from './kiosk-api.ts';
import { KioskStore } from './kiosk-store.ts';
import { openLogMemory } from './log-memory.ts';
import { createLogSentinel } from './log-sentinel.ts';
import { createSendRequest } from './send-request.ts';
import { forgetKey, keepKey, takeKey } from './take-key.ts';
import { textsFor } from './texts-for.ts';
import { watchRecord } from './watch-record.ts';

const texts = textsFor(navigator.languages);

const memory = openLogMemory(localStorage);
// Staff do this once they know why the log is another one, after a restored backup for example.
if (location.hash === '#forget-log') {
  memory.forget();
  history.replaceState(null, '', location.pathname + location.search);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const sentinel = createLogSentinel(memory);

const store = new KioskStore({
  createApi(key) {
    const transport = {
      key,
      language: texts.language,
      wait,
      fetch: (path: string, init: RequestInit) => fetch(path, init),
    };
    sentinel.connect(createSendRequest(transport, newId));
    return createKioskApi(transport);
  },
  keepKey: (key) => keepKey(window, key),
  forgetKey: () => forgetKey(window),
  newId: () => newId(),
  wait,
});

const idle = createIdleWatch({
  now: () => Date.now(),
  isInUse: () => store.view.value.entries.length > 0 || store.draft.value !== '' || store.choices.isUsed.value,
  onIdle: () => void store.startOver(),
});

/** A version 4 UUID also where `randomUUID` is missing: browsers keep it from pages served over plain HTTP. */
function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

function useKeyFromAddress(): void {
  const key = takeKey(window);
  if (key !== undefined) void store.useKey(key);
}

for (const sign of ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'] as const) {
  document.addEventListener(sign, idle.noteActivity, { passive: true });
}
// What arrives deserves the time to be read.
store.view.subscribe(() => idle.stay());
watchRecord(store.view, sentinel);
// A key pasted into the address of the open page loads nothing anew.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#key=')) useKeyFromAddress();
});

document.documentElement.lang = texts.language;
document.title = texts.title;
const root = document.getElementById('kiosk');
if (root !== null) render(<App store={store} idle={idle} sentinel={sentinel} texts={texts} />, root);
useKeyFromAddress();
