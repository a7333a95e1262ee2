import { useRef } from 'preact/hooks';
import type { ChoicesStore } from './choices-store.ts';
import type { Texts } from './texts.ts';
import { toWrittenDate } from './written-date.ts';

interface RememberedFactsProps {
  readonly choices: ChoicesStore;
  readonly texts: Texts;
}

/** What is remembered of the customer, each with a button that deletes it at once. */
export function RememberedFacts({ choices, texts: { choices: texts, locale } }: RememberedFactsProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const facts = choices.facts.value;

  async function forget(fact: string | null): Promise<void> {
    await choices.forget(fact);
    // The button goes with what it deleted; a keyboard goes on from here.
    if (choices.failure.value === undefined) heading.current?.focus({ preventScroll: true });
  }

  return (
    <section class="purpose" aria-labelledby="remembered">
      <h3 class="purpose-title" id="remembered" ref={heading} tabIndex={-1}>
        {texts.factsHeading}
      </h3>
      <p class="soft" role="status">
        {texts.factsCount(facts.length)}
      </p>
      {facts.length > 0 && (
        <ul class="remembered">
          {facts.map(({ id, kind, value, expires }) => {
            const words = texts.facts[kind]?.(value) ?? `${kind}: ${value}`;
            return (
              <li key={id} class="remembered-fact">
                <span>
                  {words}
                  <span class="small soft remembered-until">{texts.factUntil(toWrittenDate(expires, locale))}</span>
                </span>
                <button
                  class="button button-small"
                  type="button"
                  aria-label={`${texts.forget}: ${words}`}
                  aria-disabled={choices.isBusy.value}
                  onClick={() => void forget(id)}
                >
                  {texts.forget}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {facts.length > 1 && (
        <button class="button" type="button" aria-disabled={choices.isBusy.value} onClick={() => void forget(null)}>
          {texts.forgetAll}
        </button>
      )}
    </section>
  );
}
