import { Mark } from './mark.tsx';
import type { Texts } from './texts.ts';

/** What the appliance is doing while there is nothing to read yet. */
export function StageLine({ stage, texts }: { readonly stage: string; readonly texts: Texts }) {
  return (
    <div class="answer">
      <span class="avatar">
        <Mark />
      </span>
      <p class="stage" data-stage={stage}>
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <span>{texts.stages[stage] ?? texts.stages['']}</span>
      </p>
    </div>
  );
}
