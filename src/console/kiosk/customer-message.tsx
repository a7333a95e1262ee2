import type { CustomerEntry, Failure } from './conversation-view.ts';
import { AlertIcon, PersonIcon, RestartIcon } from './icons.tsx';
import type { Texts } from './texts.ts';
import { wordsFor } from './words-for.ts';

interface CustomerMessageProps {
  readonly entry: CustomerEntry;
  readonly onSendAgain: () => void;
  readonly onChange: () => void;
  readonly texts: Texts;
}

export function CustomerMessage({ entry, onSendAgain, onChange, texts }: CustomerMessageProps) {
  const { delivery } = entry;
  return (
    <div class="said">
      <p class="bubble">
        <span class="hidden">{texts.thread.you}: </span>
        {entry.text}
      </p>
      {entry.forPerson && (
        <p class="delivery">
          <PersonIcon />
          <span>{texts.thread.forPerson}</span>
        </p>
      )}
      {typeof delivery === 'object' && (
        <FailedDelivery failure={delivery} onSendAgain={onSendAgain} onChange={onChange} texts={texts} />
      )}
    </div>
  );
}

type FailedDeliveryProps = Omit<CustomerMessageProps, 'entry'> & { readonly failure: Failure };

function FailedDelivery({ failure, onSendAgain, onChange, texts }: FailedDeliveryProps) {
  const isWorded = failure.code === 'not-accepted';
  const isOver = failure.code === 'conversation-ended';
  return (
    <div class="alert">
      <AlertIcon />
      <div>
        <p role="alert">{wordsFor(failure, texts.errors)}</p>
        {!isOver && (
          <button class="button button-small" type="button" onClick={isWorded ? onChange : onSendAgain}>
            <RestartIcon />
            <span>{isWorded ? texts.thread.change : texts.thread.sendAgain}</span>
          </button>
        )}
      </div>
    </div>
  );
}
