import { describe, expect, it } from 'vitest';
import { openLogMemory } from '../../src/console/kiosk/log-memory.ts';
import { createLogSentinel, type SendRequest } from '../../src/console/kiosk/log-sentinel.ts';
import { growLog, newLogSigner, someEntries } from '../support/grown-log.ts';

const signer = newLogSigner();
const log = growLog(someEntries(40), signer);
const rewritten = growLog(someEntries(60, 1), signer);

function givenShelf() {
  const held = new Map<string, string>();
  return {
    held,
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
    removeItem: (name: string) => void held.delete(name),
  };
}

/** An appliance with this log; `reports` are the alarms it heard of, `status` what it answers to one. */
function givenAppliance({ source } = log, status = 201) {
  const reports: unknown[] = [];
  const send: SendRequest = async (path, body) => {
    const url = new URL(path, 'http://appliance');
    const size = (name: string) => Number(url.searchParams.get(name));
    if (body !== undefined) {
      reports.push(body);
      return { status, text: '' };
    }
    if (url.pathname === '/v1/audit/key') return { status: 200, text: await source.key() };
    if (url.pathname === '/v1/audit/checkpoint') return { status: 200, text: await source.checkpoint() };
    const hashes = await source.consistency(size('from'), size('to'));
    return { status: hashes === undefined ? 404 : 200, text: JSON.stringify({ hashes }) };
  };
  return { send, reports };
}

describe('createLogSentinel', () => {
  it('remembers the log over visits, and keeps quiet while all is well', async () => {
    const shelf = givenShelf();
    for (const { send, reports } of [givenAppliance(), givenAppliance()]) {
      const sentinel = createLogSentinel(openLogMemory(shelf));
      sentinel.connect(send);
      await sentinel.visit();
      await sentinel.see(log.receipt(3));
      expect([sentinel.alarm.value, reports]).toEqual([undefined, []]);
    }
    expect(openLogMemory(shelf).find()).toEqual({ vkey: log.vkey, note: log.checkpoint() });
  });

  it('shows the first alarm until staff forget it, and reports it until it was heard', async () => {
    const shelf = givenShelf();
    const first = createLogSentinel(openLogMemory(shelf));
    first.connect(givenAppliance().send);
    await first.visit();

    const deaf = givenAppliance(rewritten, 503);
    first.connect(deaf.send);
    await first.visit();
    expect(first.alarm.value).toMatchObject({ code: 'proof-invalid', held: log.checkpoint() });
    expect(deaf.reports).toHaveLength(1);

    const next = createLogSentinel(openLogMemory(shelf));
    expect(next.alarm.value).toMatchObject({ code: 'proof-invalid', shown: rewritten.checkpoint() });
    const healed = givenAppliance();
    next.connect(healed.send);
    await next.visit();
    await next.see({ ...log.receipt(3), hashes: [] });
    expect(healed.reports).toEqual([{ code: 'proof-invalid', held: log.checkpoint(), shown: rewritten.checkpoint() }]);
    expect(next.alarm.value?.code).toBe('proof-invalid');

    openLogMemory(shelf).forget();
    expect([openLogMemory(shelf).findAlarm(), shelf.held.size]).toEqual([undefined, 0]);
  });

  it('takes a lost line for a lost line, and a spoilt memory for none', async () => {
    const shelf = givenShelf();
    for (const name of ['confidant-kiosk-log', 'confidant-kiosk-log-alarm']) shelf.setItem(name, '{"code":');
    const sentinel = createLogSentinel(openLogMemory(shelf));
    await sentinel.visit();
    sentinel.connect(() => Promise.reject(new TypeError('Failed to fetch')));
    await sentinel.visit();
    sentinel.connect(async () => ({ status: 429, text: '' }));
    await sentinel.see(log.receipt(3));
    expect(sentinel.alarm.value).toBeUndefined();
  });
});
