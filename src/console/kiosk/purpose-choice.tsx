import { CheckIcon } from './icons.tsx';
import type { Purpose } from './purpose.ts';
import type { Texts } from './texts.ts';
import { toWrittenDate } from './written-date.ts';

interface PurposeChoiceProps {
  readonly purpose: Purpose;
  /** An answer is on its way; a press waits for the next one. */
  readonly isBusy: boolean;
  readonly onChoose: (granted: boolean) => void;
  readonly texts: Texts;
}

/** One purpose in the words of policy, and two answers of the same size, colour and reach. */
export function PurposeChoice({ purpose, isBusy, onChoose, texts }: PurposeChoiceProps) {
  const { id, title, notice, choice, keepDays } = purpose;
  const answers = [
    { granted: true, words: texts.choices.agree },
    { granted: false, words: texts.choices.disagree },
  ];
  return (
    <section class="purpose" aria-labelledby={`purpose-${id}`}>
      <h3 class="purpose-title" id={`purpose-${id}`}>
        {title}
      </h3>
      <p lang={notice.language}>{notice.text}</p>
      <p class="small soft">{texts.choices.kept(keepDays)}</p>
      <div class="purpose-answers">
        {answers.map(({ granted, words }) => (
          <button
            key={words}
            class="button purpose-answer"
            type="button"
            aria-pressed={choice?.granted === granted}
            aria-disabled={isBusy}
            aria-describedby={`purpose-${id}`}
            onClick={() => onChoose(granted)}
          >
            <CheckIcon />
            <span>{words}</span>
          </button>
        ))}
      </div>
      <p class="small soft" aria-live="polite">
        {standingOf(choice, texts)}
      </p>
    </section>
  );
}

function standingOf(choice: Purpose['choice'], { choices, locale }: Texts): string {
  if (choice === undefined) return choices.open;
  const date = toWrittenDate(choice.at, locale);
  return choice.granted ? choices.agreed(date) : choices.disagreed(date);
}
