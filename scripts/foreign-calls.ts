/** System calls by which a process can reach another machine, or ask for a name. */
export const networkCalls = 'connect,sendto,sendmsg,sendmmsg';

/**
 * Finds in a trace of {@link networkCalls} (strace, one call a line) those that name an address outside this machine. A
 * question to a name server is one of them.
 *
 * @returns `address port`, once for each call
 */
export function foreignCalls(trace: string): readonly string[] {
  return trace.split('\n').flatMap((line) => {
    const [, four, six] = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/u.exec(line) ?? [];
    const host = four ?? six;
    if (host === undefined || isOwn(host)) return [];
    return [`${host} ${/port=htons\((\d+)\)/u.exec(line)?.[1] ?? ''}`.trim()];
  });
}

/** Loopback, and the address that names none. */
function isOwn(host: string): boolean {
  return /^(?:::ffff:)?127\./u.test(host) || ['::1', '0.0.0.0', '::'].includes(host);
}
