import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStaffApi } from './staff-api.ts';

const appliance = Date.parse('2026-11-21T09:00:00.000Z');
const HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reveal(headers: Record<string, string>, answer: object) {
  const api = createStaffApi(async () => Response.json(answer, { headers }));
  return api.reveal('c_1', '[EMAIL_1]', 'The customer asks for a letter');
}

describe('createStaffApi', () => {
  it('shows a value for the same minutes, however wrong the clock of the computer', async () => {
    const answer = { value: 'rosa@example.org', expiresAt: new Date(appliance + 300_000).toISOString() };
    for (const wrong of [-HOUR_MS, 0, HOUR_MS]) {
      vi.setSystemTime(appliance + wrong);
      const { until } = await reveal({ date: new Date(appliance).toUTCString() }, answer);
      expect(until - Date.now()).toBe(300_000);
    }
    vi.setSystemTime(appliance);
    expect((await reveal({}, answer)).until).toBe(appliance + 300_000);
  });

  it('marks what the page asks by itself, and nothing a person does', async () => {
    const marked: string[] = [];
    const api = createStaffApi(async (path, { headers }) => {
      if (new Headers(headers).has('confidant-refresh')) marked.push(path);
      return Response.json({ items: [], id: 's_1', role: 'agent' });
    });
    await Promise.all([api.waiting(), api.alerts(), api.session(), api.signIn('robin', 'a password'), api.signOut()]);
    await api.handover('h_1');
    expect(marked).toEqual(['/v1/handovers?state=waiting', '/v1/alerts']);
  });

  it('shows nothing that has no time to be hidden at', async () => {
    await expect(reveal({}, { value: 'rosa@example.org' })).rejects.toMatchObject({ code: 'unreachable' });
    await expect(reveal({}, { value: 'rosa@example.org', expiresAt: 'soon' })).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});
