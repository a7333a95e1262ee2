import { useEffect, useRef, useState } from 'preact/hooks';
import { RecordIcon, SourceIcon } from './icons.tsx';
import { Receipt } from './receipt.tsx';
import { Sources } from './sources.tsx';
import type { Texts } from './texts.ts';
import type { Turn } from './turn.ts';

interface ExtrasProps {
  readonly id: string;
  readonly turn: Turn;
  readonly texts: Texts;
}

/** What stands behind an answer, one tap away: its sources and its receipt. */
export function Extras({ id, turn, texts }: ExtrasProps) {
  const [open, setOpen] = useState<'sources' | 'receipt' | undefined>(undefined);
  const panels = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open !== undefined) panels.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const citations = turn.reply?.citations ?? [];
  const { receipt } = turn;
  if (citations.length === 0 && receipt === undefined) return null;
  return (
    <div class="extras" ref={panels}>
      <div class="extras-row">
        {citations.length > 0 && (
          <button
            class="chip"
            type="button"
            aria-expanded={open === 'sources'}
            aria-controls={`${id}-sources`}
            onClick={() => setOpen(open === 'sources' ? undefined : 'sources')}
          >
            <SourceIcon />
            <span>{texts.sources.button(citations.length)}</span>
          </button>
        )}
        {receipt !== undefined && (
          <button
            class="chip"
            type="button"
            aria-expanded={open === 'receipt'}
            aria-controls={`${id}-receipt`}
            onClick={() => setOpen(open === 'receipt' ? undefined : 'receipt')}
          >
            <RecordIcon />
            <span>{texts.receipt.button(receipt.index)}</span>
          </button>
        )}
      </div>
      <div id={`${id}-sources`} hidden={open !== 'sources'}>
        <Sources citations={citations} locale={texts.locale} texts={texts.sources} />
      </div>
      <div id={`${id}-receipt`} hidden={open !== 'receipt'}>
        {receipt !== undefined && <Receipt receipt={receipt} texts={texts.receipt} />}
      </div>
    </div>
  );
}
