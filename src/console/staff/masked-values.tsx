import { useEffect, useRef, useState } from 'preact/hooks';
import { ReasonForm } from './reason-form.tsx';
import { ShownValue } from './shown-value.tsx';
import type { Revealed } from './staff-api.ts';

interface MaskedValuesProps {
  /** Of the conversation, as far as this person's role may see what they stand for. */
  readonly placeholders: readonly string[];
  readonly onReveal: (placeholder: string, reason: string) => Promise<Revealed>;
  readonly onLeave: (words: string | null) => void;
}

type State =
  | { readonly kind: 'masked' }
  | { readonly kind: 'asking'; readonly placeholder: string }
  | { readonly kind: 'shown'; readonly placeholder: string; readonly revealed: Revealed }
  | { readonly kind: 'hidden'; readonly placeholder: string };

/** Shows one value at a time, for a reason and a while: whoever turns to another hides the one that is shown. */
export function MaskedValues({ placeholders, onReveal, onLeave }: MaskedValuesProps) {
  const [state, setState] = useState<State>({ kind: 'masked' });
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that had the focus went with the value.
    if (state.kind === 'hidden' && document.activeElement === document.body) end.current?.focus();
  }, [state.kind]);
  const opened = state.kind === 'asking' || state.kind === 'shown' ? state.placeholder : null;

  return (
    <section class="staff-part" aria-labelledby="masked">
      <h3 id="masked">Masked values</h3>
      <div class="staff-placeholders">
        {placeholders.map((placeholder) => (
          <button
            key={placeholder}
            class="button"
            type="button"
            aria-expanded={placeholder === opened}
            aria-controls="reveal"
            onClick={() => setState(placeholder === opened ? { kind: 'masked' } : { kind: 'asking', placeholder })}
          >
            {placeholder}
          </button>
        ))}
      </div>
      <div id="reveal">
        {state.kind === 'asking' && (
          <ReasonForm
            key={state.placeholder}
            placeholder={state.placeholder}
            onReason={(reason) => onReveal(state.placeholder, reason)}
            onRevealed={(revealed) => setState({ ...state, kind: 'shown', revealed })}
            onLeave={onLeave}
          />
        )}
        {state.kind === 'shown' && (
          <ShownValue
            placeholder={state.placeholder}
            revealed={state.revealed}
            onHide={() => setState({ kind: 'hidden', placeholder: state.placeholder })}
          />
        )}
        {state.kind === 'hidden' && (
          <p class="staff-reveal" role="status" ref={end} tabIndex={-1}>
            {state.placeholder} is hidden again.
          </p>
        )}
      </div>
    </section>
  );
}
