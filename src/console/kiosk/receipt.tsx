import type { Texts } from './texts.ts';
import type { Receipt as ReceiptOfTurn } from './turn.ts';

interface ReceiptProps {
  readonly receipt: ReceiptOfTurn;
  readonly texts: Texts['receipt'];
}

export function Receipt({ receipt, texts }: ReceiptProps) {
  return (
    <section class="panel receipt" aria-label={texts.label}>
      <dl class="facts">
        <div>
          <dt>{texts.entry}</dt>
          <dd class="mono">{receipt.index}</dd>
        </div>
        <div>
          <dt>{texts.leaf}</dt>
          <dd class="mono">{receipt.leaf}</dd>
        </div>
      </dl>
      <p>{texts.proves}</p>
      <p>{texts.provesNot}</p>
    </section>
  );
}
