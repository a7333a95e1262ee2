import { openStaffDirectory } from '../../src/compose-staff.ts';
import type { HttpApp } from '../../src/http/http-env.ts';
import type { StaffAccount, StaffRole } from '../../src/identity/staff.ts';

/** A password no list has. */
export const goodPassword = 'gravel umbrella seventeen';
/** The address the browser of a story has in its bar. */
const ownOrigin = 'http://127.0.0.1:8400';

export interface Browser {
  /** Asks as a page of the appliance does, and keeps the cookies that come back. */
  ask(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  readonly cookies: Map<string, string>;
}

/** A browser that has the console open. */
export function openBrowser(app: () => HttpApp, origin: string = ownOrigin): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    ask: async function askAsPage(method, path, body, headers = {}) {
      const answer = await app().request(`${origin}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(cookies.size === 0 ? {} : { cookie: toHeader(cookies) }),
          ...(method === 'GET' ? {} : { origin }),
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of answer.headers.getSetCookie()) keepCookie(cookies, line);
      return answer;
    },
  };
}

export function toHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

export function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
  if (/max-age=0/iu.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

/** Adds an account as the command does, beside the running appliance. */
export async function addStaff(data: string, name: string, role: StaffRole): Promise<StaffAccount> {
  using directory = openStaffDirectory({ data });
  return await directory.add(name, role, goodPassword);
}
