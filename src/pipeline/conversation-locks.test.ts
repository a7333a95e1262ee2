import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConversationLocks } from './conversation-locks.ts';

describe('createConversationLocks', () => {
  it('runs the work of a conversation in the order it came, one at a time, whatever fails', async () => {
    const task = fc.record({ conversation: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(task, { maxLength: 12 }), async (scheduler, tasks) => {
        const locks = createConversationLocks();
        const inside = new Set<string>();
        const done: { conversation: string; index: number }[] = [];
        const all = tasks.map(({ conversation, fails }, index) =>
          locks.inOrder(conversation, async () => {
            expect(inside.has(conversation)).toBe(false);
            inside.add(conversation);
            await scheduler.schedule(Promise.resolve());
            inside.delete(conversation);
            done.push({ conversation, index });
            if (fails) throw new Error('failed');
          }),
        );
        await scheduler.waitFor(Promise.allSettled(all));
        const orderIn = (name: string, of: typeof done) => of.filter((one) => one.conversation === name);
        const asked = tasks.map(({ conversation }, index) => ({ conversation, index }));
        for (const name of ['a', 'b', 'c']) expect(orderIn(name, done)).toEqual(orderIn(name, asked));
      }),
    );
  });

  it('lets different conversations go on side by side', async () => {
    const locks = createConversationLocks();
    const outer = locks.inOrder('a', () => locks.inOrder('b', async () => 'done'));
    expect(await outer).toBe('done');
  });

  it('hands the outcome of the work to its caller alone', async () => {
    const locks = createConversationLocks();
    const failed = locks.inOrder('a', () => Promise.reject(new Error('failed')));
    const next = locks.inOrder('a', async () => 'done');
    await expect(failed).rejects.toThrow();
    expect(await next).toBe('done');
  });

  it('is idle once nothing is under way, work that came meanwhile included', async () => {
    const locks = createConversationLocks();
    const told: string[] = [];
    void locks.inOrder('a', async () => {
      void locks.inOrder('b', async () => told.push('later'));
    });
    await locks.idle();
    expect(told).toEqual(['later']);
    await locks.idle();
  });
});
