import { describe, expect, it } from 'vitest';
import { createAdmission, type WorkRank } from './admission.ts';
import { ApplianceError } from './appliance-error.ts';

/** A door before work that ends when it is told to; `order` is who was let in, and `shed` who was not. */
function givenDoor(
  limits: {
    readonly atOnce?: number;
    readonly waiting?: number;
    readonly waitMs?: number;
    readonly isShort?: boolean;
  } = {},
) {
  const shed: WorkRank[] = [];
  const order: string[] = [];
  const ends = new Map<string, () => void>();
  const admission = createAdmission(
    { atOnce: 1, waiting: 2, waitMs: 60_000, ...limits },
    {
      onShed: (rank) => shed.push(rank),
      refusalOf: (rank) =>
        rank === 'beside' && limits.isShort === true ? new ApplianceError('store-full', 'Full') : null,
    },
  );
  const come = (rank: WorkRank, name: string = rank): Promise<string> =>
    admission
      .admit(rank, async () => {
        order.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return 'served';
      })
      .catch((error: unknown) => (error instanceof ApplianceError ? error.code : String(error)));
  const end = async (name: string): Promise<void> => {
    // Who is let in begins a moment later.
    await new Promise((resolve) => setImmediate(resolve));
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { admission, come, end, order, shed };
}

describe('createAdmission', () => {
  it('lets in as many as there are places, then those who wait in the order of their rank', async () => {
    const { come, end, order } = givenDoor({ waiting: 4 });
    const all = [come('new', 'a'), come('beside', 'b'), come('new', 'c'), come('running', 'd'), come('running', 'e')];
    for (const name of ['a', 'd', 'e', 'c', 'b']) await end(name);
    expect(order).toEqual(['a', 'd', 'e', 'c', 'b']);
    expect(new Set(await Promise.all(all))).toEqual(new Set(['served']));
  });

  it('refuses at once what does not fit, and puts out the least urgent for what is more urgent', async () => {
    const { come, end, shed } = givenDoor();
    const [inside, first, last] = [come('running', 'inside'), come('new', 'first'), come('new', 'last')];
    expect(await come('new')).toBe('overloaded');
    expect(await come('beside')).toBe('overloaded');
    const urgent = come('running', 'urgent');
    expect(await last).toBe('overloaded');
    for (const name of ['inside', 'urgent', 'first']) await end(name);
    expect(await Promise.all([inside, urgent, first])).toEqual(['served', 'served', 'served']);
    expect(shed).toEqual(['new', 'beside', 'new']);
  });

  it('says beforehand what it would refuse', async () => {
    const { admission, come } = givenDoor({ waiting: 1 });
    expect(admission.refusalFor('beside')).toBeNull();
    void come('running', 'inside');
    void come('new', 'waits');
    expect(admission.refusalFor('new')?.code).toBe('overloaded');
    expect(admission.refusalFor('running')).toBeNull();
  });

  it('lets nobody wait for ever', async () => {
    const { come, end } = givenDoor({ waitMs: 5 });
    const inside = come('running', 'inside');
    expect(await come('running', 'late')).toBe('overloaded');
    await end('inside');
    expect(await inside).toBe('served');
    const next = come('running', 'next');
    await end('next');
    expect(await next).toBe('served');
  });

  it('serves who is inside and who waits once it is closed, and nobody else', async () => {
    const { admission, come, end } = givenDoor();
    const before = [come('new', 'inside'), come('new', 'waits')];
    admission.close();
    expect(await come('person-wanted')).toBe('shutting-down');
    await end('inside');
    await end('waits');
    expect(await Promise.all(before)).toEqual(['served', 'served']);
  });

  it('refuses what cannot be done although there is room, with the reason for it', async () => {
    const { come, end, shed } = givenDoor({ isShort: true });
    expect(await come('beside')).toBe('store-full');
    const other = come('new');
    await end('new');
    expect([await other, shed]).toEqual(['served', []]);
  });

  it('gives the place of work that failed to the next', async () => {
    const { admission, come, end } = givenDoor();
    await expect(admission.admit('new', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const next = come('new', 'next');
    await end('next');
    expect(await next).toBe('served');
  });
});
