import type { Store } from './compose-store.ts';
import type { IdentityChange } from './identity/identity-change.ts';

/** The command that makes changes of a kind, as the log calls it. */
const commands = { staff: 'staff', key: 'keys' } as const;

export type ChangeStore = Pick<Store, 'staff' | 'keyRegister' | 'ledger'>;

/**
 * Brings into the log what commands changed of accounts and keys beside the appliance: each change is exactly one entry,
 * however many ask at once. Answers when nothing that was changed before the call is missing there.
 */
export function createChangeRecorder({ staff, keyRegister, ledger }: ChangeStore): () => Promise<void> {
  const waiting = (): readonly IdentityChange[] => [
    ...staff.accounts.changesToRecord(),
    ...keyRegister.changesToRecord(),
  ];
  const recordOne = ({ of, change, target, act, at }: IdentityChange): Promise<null> =>
    ledger.commit({
      entry: { v: 2, kind: 'admin-act', at, actor: { role: 'operator', key: commands[of] }, act, target },
      expects: null,
      idempotency: null,
      build: () => ({ writes: [{ kind: 'identity', change: { of, change } }], answer: null }),
    });
  const recordAll = async (): Promise<void> => {
    for (const change of waiting()) await recordOne(change);
  };
  let running: Promise<void> = Promise.resolve();
  return async function recordChanges() {
    if (waiting().length === 0) return;
    // What fails is tried again by whoever asks next.
    running = running.catch(() => undefined).then(recordAll);
    await running;
  };
}
