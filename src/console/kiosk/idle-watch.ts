import { type ReadonlySignal, signal } from '@preact/signals';

/** How long nobody touches the screen before the conversation is cleared for the next person, in milliseconds. */
const idleLimit = 180_000;
/** How long before that the page asks whether somebody is still there, in milliseconds. */
const idleWarning = 30_000;

export interface IdleWatch {
  /** Counts down while the warning stands; undefined otherwise. */
  readonly secondsLeft: ReadonlySignal<number | undefined>;
  /** A touch or key. While the warning stands it takes a decision, so a stray touch changes nothing. */
  readonly noteActivity: () => void;
  /** Somebody said they are there, or something came that they will want to read. */
  readonly stay: () => void;
  readonly stop: () => void;
}

/** Watches a clock rather than counting ticks, so that a device that slept clears the screen as soon as it wakes. */
export function createIdleWatch(parts: {
  readonly now: () => number;
  /** False on a screen nobody has used: there is nothing to clear. */
  readonly isInUse: () => boolean;
  readonly onIdle: () => void;
}): IdleWatch {
  const secondsLeft = signal<number | undefined>(undefined);
  let lastActivity = parts.now();

  function stay(): void {
    lastActivity = parts.now();
    secondsLeft.value = undefined;
  }

  function tick(): void {
    if (!parts.isInUse()) stay();
    const left = lastActivity + idleLimit - parts.now();
    if (left <= 0) {
      stay();
      parts.onIdle();
    } else if (left <= idleWarning) {
      secondsLeft.value = Math.ceil(left / 1_000);
    }
  }

  const timer = setInterval(tick, 1_000);
  return {
    secondsLeft,
    stay,
    noteActivity() {
      if (secondsLeft.value === undefined) lastActivity = parts.now();
    },
    stop() {
      clearInterval(timer);
    },
  };
}
