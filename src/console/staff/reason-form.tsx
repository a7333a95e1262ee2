import type { TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { wordsForError, wordsForReveal } from './problem-words.ts';
import { type Revealed, StaffProblem } from './staff-api.ts';

/** What the appliance asks for at least; "ok" is no reason. */
const leastReason = 8;
const mostReason = 500;

interface ReasonFormProps {
  readonly placeholder: string;
  readonly onReason: (reason: string) => Promise<Revealed>;
  readonly onRevealed: (revealed: Revealed) => void;
  readonly onLeave: (words: string | null) => void;
}

/** Asks why somebody needs a value, and says in plain words where it is refused. */
export function ReasonForm({ placeholder, onReason, onRevealed, onLeave }: ReasonFormProps) {
  const input = useRef<HTMLInputElement>(null);
  const isGone = useRef(false);
  const [told, setTold] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    input.current?.focus();
    return () => {
      isGone.current = true;
    };
  }, []);

  async function reveal(reason: string): Promise<void> {
    setBusy(true);
    try {
      const revealed = await onReason(reason);
      // Whoever has turned to something else by now is shown nothing.
      if (!isGone.current) onRevealed(revealed);
    } catch (error) {
      if (error instanceof StaffProblem && error.code === 'unauthorized') return onLeave(wordsForError(error));
      setBusy(false);
      refuse(wordsForReveal(error));
    }
  }

  function refuse(words: string): void {
    setTold(words);
    input.current?.focus();
  }

  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const reason = input.current?.value.trim() ?? '';
    if (isBusy) return;
    if (reason.length < leastReason) refuse(wordsForReveal(new StaffProblem('input-invalid')));
    else void reveal(reason);
  }

  return (
    <form class="staff-reveal" onSubmit={submit} autocomplete="off">
      <label class="label" for="reason">
        Why do you need to see {placeholder}?
      </label>
      <input
        ref={input}
        class="field"
        id="reason"
        maxLength={mostReason}
        autocomplete="off"
        aria-describedby="reason-hint"
        aria-invalid={told !== null}
      />
      <p class="small soft" id="reason-hint">
        Your name, this reason and the time go on the record before the value is shown.
      </p>
      <p role="alert" class={told === null ? 'staff-quiet' : 'alert'}>
        {told}
      </p>
      <button class="button button-main" type="submit" aria-busy={isBusy}>
        Show the value
      </button>
    </form>
  );
}
