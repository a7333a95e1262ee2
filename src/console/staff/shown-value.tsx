import { useEffect, useRef, useState } from 'preact/hooks';
import type { Revealed } from './staff-api.ts';

const TICK_MS = 250;

interface ShownValueProps {
  readonly placeholder: string;
  readonly revealed: Revealed;
  readonly onHide: () => void;
}

/** A value and the time it has left. Nothing but this component holds it: what hides it takes it out of the page. */
export function ShownValue({ placeholder, revealed: { value, until }, onHide }: ShownValueProps) {
  const shown = useRef<HTMLParagraphElement>(null);
  const [left, setLeft] = useState(until - Date.now());
  useEffect(() => {
    shown.current?.focus();
    const look = (): void => setLeft(until - Date.now());
    const timer = setInterval(look, TICK_MS);
    // A tab in the background ticks slowly, and a page that was left may come back as it was.
    document.addEventListener('visibilitychange', look);
    addEventListener('pagehide', onHide);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pagehide', onHide);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- for as long as it is shown
  }, []);
  useEffect(() => {
    if (left <= 0) onHide();
    // oxlint-disable-next-line react/exhaustive-deps -- once the time is up
  }, [left <= 0]);
  if (left <= 0) return null;
  return (
    <div class="staff-reveal">
      <p class="staff-value" ref={shown} tabIndex={-1}>
        <span class="staff-soft staff-value-name">{placeholder}</span> <span class="mono">{value}</span>
      </p>
      <p class="staff-countdown" role="timer" aria-live="off">
        Hidden again in {toMinutes(left)}
      </p>
      <button class="button" type="button" onClick={onHide}>
        Hide it now
      </button>
    </div>
  );
}

/** Milliseconds as `4:59`. */
function toMinutes(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
