import { type Transport, toRequestInit } from './kiosk-api.ts';
import type { SendRequest } from './log-sentinel.ts';

/** Plain calls without a second attempt: the log is looked at again soon, and a busy appliance has better things to do. */
export function createSendRequest({ key, fetch }: Pick<Transport, 'key' | 'fetch'>, newId: () => string): SendRequest {
  return async function sendRequest(path, body) {
    const request = body === undefined ? { path } : { path, body, idempotencyKey: newId() };
    const response = await fetch(path, toRequestInit(request, key, new AbortController().signal));
    return { status: response.status, text: await response.text() };
  };
}
