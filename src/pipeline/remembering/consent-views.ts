import type { Receipt } from '../../audit/receipt.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import { wordingFor } from '../../policy/policy-snapshot.ts';
import type { Purpose } from '../../policy/purposes-schema.ts';
import { type ConsentEntry, isGranted, keptDays } from '../../privacy/consent.ts';

interface NoticeView {
  readonly version: string;
  readonly language: string;
  readonly text: string;
}

/** An entry of the consent ledger, as it is answered to who made it. */
export interface ConsentView {
  readonly conversation: string;
  readonly purpose: string;
  readonly basis: string;
  readonly granted: boolean;
  readonly notice: NoticeView;
  /** Days things are kept for the purpose at most: the shorter of what policy says and the customer chose. */
  readonly keepDays: number;
  readonly at: string;
  readonly receipt: Receipt;
}

/** A purpose and where the customer stands with it. */
export interface PurposeView {
  readonly purpose: string;
  readonly title: string;
  readonly basis: string;
  /** It rests on consent: it is asked, and can be withdrawn. */
  readonly optional: boolean;
  readonly notice: NoticeView;
  /** Null where nobody said anything, or said it to other words. */
  readonly granted: boolean | null;
  readonly keepDays: number;
  readonly at: string | null;
}

/** A consent as staff see it beside a conversation. */
export interface ConsentState {
  readonly purpose: string;
  readonly granted: boolean;
  readonly notice: { readonly version: string; readonly language: string };
  readonly keepDays: number | null;
  readonly at: string;
}

export function toConsentState({ purpose, granted, notice, keepDays, at }: ConsentEntry): ConsentState {
  return { purpose, granted, notice, keepDays, at: at.toISOString() };
}

/** The words of a notice in a language, and which language that came to be. */
export function noticeFor({ notice }: Purpose, language: string): NoticeView {
  const spoken = notice.text[language] === undefined ? 'en' : language;
  return { version: notice.version, language: spoken, text: wordingFor(notice.text, spoken) };
}

export function toPurposeViews(
  policy: PolicySnapshot,
  { language }: Pick<Conversation, 'language'>,
  current: readonly ConsentEntry[],
): readonly PurposeView[] {
  return policy.files.privacy.purposes.map((purpose) => {
    const entry = current.find((one) => one.purpose === purpose.id);
    const holds = entry !== undefined && (!entry.granted || isGranted(current, needOf(purpose)));
    return {
      purpose: purpose.id,
      title: purpose.title,
      basis: purpose.basis,
      optional: purpose.basis === 'consent',
      notice: noticeFor(purpose, language),
      granted: holds ? entry.granted : null,
      keepDays: keptDays([purpose.keepDays], entry),
      at: holds ? entry.at.toISOString() : null,
    };
  });
}

function needOf({ id, notice }: Purpose) {
  return { purpose: id, version: notice.version };
}
