import type { ConsentView, PurposeView } from '../pipeline/remembering/consent-views.ts';
import type { FactView } from '../pipeline/remembering/memory-desk.ts';

/** Every field is named, so that what is not named here never leaves. */
export function toConsentAnswer(view: ConsentView) {
  const { conversation, purpose, basis, granted, keepDays, at, receipt } = view;
  const { index, leaf, checkpoint, size, hashes } = receipt;
  return {
    conversation,
    purpose,
    basis,
    granted,
    notice: toNotice(view),
    keepDays,
    at,
    receipt: { index, leaf, checkpoint, size, hashes: [...hashes] },
  };
}

export function toPurposeAnswer(view: PurposeView) {
  const { purpose, title, basis, optional, granted, keepDays, at } = view;
  return { purpose, title, basis, optional, notice: toNotice(view), granted, keepDays, at };
}

export function toFactAnswer({ id, kind, value, purpose, source, at, expires }: FactView) {
  const { conversation, turn } = source;
  return { id, kind, value, purpose, source: { conversation, turn }, at, expires };
}

function toNotice({ notice: { version, language, text } }: Pick<PurposeView, 'notice'>) {
  return { version, language, text };
}
