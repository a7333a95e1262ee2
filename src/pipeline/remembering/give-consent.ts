import type { ConsentEntry } from '../../privacy/consent.ts';
import { keptDays } from '../../privacy/consent.ts';
import type { Call } from '../appliance.ts';
import { ApplianceError } from '../appliance-error.ts';
import { commitAct } from '../commit-act.ts';
import { entryHead } from '../recorded-call.ts';
import type { StoredConversation } from '../records.ts';
import type { Stages } from '../stages.ts';
import { type ConsentView, noticeFor } from './consent-views.ts';

export interface ConsentInput {
  readonly purpose: string;
  readonly granted: boolean;
  /** Null leaves it to policy; longer than policy says changes nothing. */
  readonly keepDays: number | null;
}

/**
 * Puts a yes or no on the record. It waits for no turn of the conversation: a withdrawal holds from its commit on, for
 * a turn under way too, and takes with it what was remembered.
 *
 * @throws {ApplianceError} `purpose-unknown`, `purpose-not-optional`, and the codes of the ledger
 */
export async function giveConsent(
  stages: Pick<Stages, 'ledger' | 'records' | 'policy' | 'now'>,
  stored: StoredConversation,
  input: ConsentInput,
  call: Call,
): Promise<ConsentView> {
  const { id, subject, language } = stored.conversation;
  const { purposes } = stages.policy(stored.conversation).files.privacy;
  const purpose = purposes.find((one) => one.id === input.purpose);
  if (purpose === undefined) throw new ApplianceError('purpose-unknown', 'There is no such purpose');
  if (!input.granted && purpose.basis !== 'consent')
    throw new ApplianceError('purpose-not-optional', 'This purpose does not rest on consent, so none can be withdrawn');
  const verified = await stages.records.memory.isProven(id);
  const at = stages.now();
  const notice = noticeFor(purpose, language);
  const { granted, keepDays } = input;
  const { basis } = purpose;
  const said = { conversation: id, purpose: purpose.id, basis, granted };
  const entry: ConsentEntry = { ...said, subject, notice, keepDays, at, verified };
  return commitAct(stages, stored, call, {
    entry: {
      ...entryHead(call, id, at),
      kind: 'consent',
      subject,
      purpose: purpose.id,
      granted,
      text: notice.version,
      language: notice.language,
      ...(keepDays === null ? {} : { keepDays }),
    },
    event: null,
    at,
    build: ({ receipt }) => ({
      writes: [{ kind: 'consent', entry }],
      answer: {
        ...said,
        notice,
        keepDays: keptDays([purpose.keepDays], entry),
        at: at.toISOString(),
        receipt,
      },
    }),
  });
}
