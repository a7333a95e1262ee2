import { describe, expect, it } from 'vitest';
import { givenStore } from '../../../test/support/fault-store.ts';
import { readStopSwitch } from './read-stop-switch.ts';

const changeNothing = () => ({ writes: [], answer: null });

describe('readStopSwitch', () => {
  it('is what the log says last, whatever the clock said', async () => {
    const { store, close } = givenStore();
    const act = async (kind: 'stop' | 'resume', year: number) => {
      const entry = {
        v: 1,
        kind,
        at: `${year}-01-01T00:00:00.000Z`,
        actor: { role: 'admin', key: 'k_admin_1' },
      } as const;
      await store.ledger.commit({ entry, expects: null, idempotency: null, build: changeNothing });
      return readStopSwitch(store.database);
    };
    expect(readStopSwitch(store.database)).toBe(false);
    expect(await act('stop', 2026)).toBe(true);
    expect(await act('resume', 2025)).toBe(false);
    expect(await act('stop', 2024)).toBe(true);
    expect(await act('stop', 2024)).toBe(true);
    expect(await act('resume', 2027)).toBe(false);
    close();
  });
});
