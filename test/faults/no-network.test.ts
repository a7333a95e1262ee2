import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { foreignCalls, networkCalls } from '../../scripts/foreign-calls.ts';
import { startChild } from '../support/child-appliance.ts';
import { givenFolder } from '../support/fault-appliance.ts';

const STRACE = 'strace';
const tracer = [STRACE, '-f', '--seccomp-bpf', '-qq', '-e', `trace=${networkCalls}`];
const probe = spawnSync(STRACE, [...tracer.slice(1), 'true'], { encoding: 'utf8' });
const mayTrace = probe.error === undefined && probe.status === 0;
if (!mayTrace) process.stdout.write('Skipping the trace of network calls: strace is not installed, or may not trace\n');

const folder = givenFolder();
afterAll(folder.remove);

describe('an appliance from its start to its end', () => {
  it.skipIf(!mayTrace)(
    'reaches no other machine and asks for no name',
    async () => {
      const file = join(folder.path, 'trace');
      const appliance = await startChild({ data: join(folder.path, 'data'), under: [...tracer, '-o', file] });
      const post = (path: string, body: object) => appliance.call('POST', path, { body });
      const started = await post('/v1/conversations', { customer: { ref: 'customer 1' } });
      const path = `/v1/conversations/${(started.body as { readonly id: string }).id}`;
      expect(await post(`${path}/messages`, { text: 'I lost my card, what now?' })).toMatchObject({ status: 200 });
      expect(await post(`${path}/handover`, {})).toMatchObject({ status: 202 });
      expect(await appliance.call('GET', '/metrics', { role: 'admin' })).toMatchObject({ status: 200 });
      appliance.signal('SIGTERM');
      expect(await appliance.ended).toMatchObject({ code: 0 });
      expect(foreignCalls(readFileSync(file, 'utf8'))).toEqual([]);
    },
    120_000,
  );

  it.skipIf(!mayTrace)('would be caught asking for a name', () => {
    const file = join(folder.path, 'caught');
    const asking = "require('node:dgram').createSocket('udp4').connect(53, '192.0.2.1', function () { this.close(); })";
    spawnSync(STRACE, [...tracer.slice(1), '-o', file, process.execPath, '-e', asking]);
    expect(foreignCalls(readFileSync(file, 'utf8'))).toEqual(['192.0.2.1 53']);
  });

  it('tells addresses of this machine from those of others', () => {
    const lines = [
      'connect(7, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
      'connect(7, {sa_family=AF_UNIX, sun_path="/run/socket"}, 110) = 0',
      'connect(8, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0',
      'connect(8, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28 <unfinished ...>',
      'sendto(9, ""..., 40, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = 40',
    ];
    expect(foreignCalls(lines.join('\n'))).toEqual(['2001:db8::1 443', '192.0.2.53 53']);
  });
});
