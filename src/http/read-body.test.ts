import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GivenHttp, givenHttp, problemOf } from '../../test/support/given-http.ts';

interface GivenConversation extends GivenHttp {
  readonly post: (body: Sent, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** The text the desk heard last. */
  readonly heard: () => unknown;
}
type Sent = string | Uint8Array<ArrayBuffer> | object | undefined;

async function givenConversation(): Promise<GivenConversation> {
  const http = givenHttp({ limit: { bodyBytes: 100_000 } });
  await http.ask('POST', '/v1/conversations');
  return {
    ...http,
    post: (body, headers = {}) => http.ask('POST', '/v1/conversations/c_1/messages', { body, headers }),
    heard: () => http.conversations.script.last().input[1],
  };
}

describe('readBody', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/problem+json',
    'application/jsonx',
  ])('refuses the content type %s', async (type) => {
    const { post } = await givenConversation();
    const answer = await post('{"text":"hello"}', { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(await problemOf(answer)).toMatchObject({ code: 'body-type-unsupported' });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'takes the content type %s',
    async (type) => {
      const { post } = await givenConversation();
      expect((await post('{"text":"hello"}', { 'content-type': type })).status).toBe(200);
    },
  );

  it('refuses a body beyond the limit, with or without a declared length', async () => {
    const { post, conversations } = await givenConversation();
    const body = JSON.stringify({ text: 'x'.repeat(100_001) });
    for (const answer of [await post(body), await post(body, { 'content-length': String(body.length) })]) {
      expect(answer.status).toBe(413);
      expect(await problemOf(answer)).toMatchObject({ code: 'body-too-large' });
    }
    expect(conversations.script.asked.map(({ method }) => method)).toEqual(['start']);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['white space', ' \n'],
    ['half an object', '{"text":"he'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ])('refuses %s where an object is asked for', async (_name, body) => {
    const { post } = await givenConversation();
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).code).toMatch(/^(body-not-json|input-invalid)$/);
  });

  it('reads no body as an empty object where every field is optional', async () => {
    const { ask } = givenHttp();
    for (const options of [{}, { body: '' }, { body: '{}' }, { headers: { 'content-type': 'text/plain' } }]) {
      expect((await ask('POST', '/v1/conversations', options)).status).toBe(201);
    }
    expect((await ask('POST', '/v1/conversations', { body: 'null' })).status).toBe(400);
    const plain = { body: '{}', headers: { 'content-type': 'text/plain' } };
    expect((await ask('POST', '/v1/conversations', plain)).status).toBe(415);
  });

  it('reports a body that breaks off', async () => {
    const { app, told } = givenHttp({ authenticate: async () => ({ keyId: 'k', role: 'admin' }) });
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"text":'));
        controller.error(new Error('connection reset'));
      },
    });
    const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
    const url = 'http://localhost/v1/conversations/c_1/messages';
    const answer = await app.request(new Request(url, { method: 'POST', headers, body, duplex: 'half' }));
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({ code: 'body-unreadable' });
    expect(told.faults).toEqual([]);
  });
});

describe('text of a message', () => {
  it.each([
    ['', 'text-empty'],
    [' \n\t\u00a0', 'text-empty'],
    ['x'.repeat(8_001), 'text-too-long'],
  ])('is refused with a code of its own', async (text, code) => {
    const { post } = await givenConversation();
    const answer = await post({ text });
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({ code });
  });

  it('may have 8,000 characters between white space', async () => {
    const { post, heard } = await givenConversation();
    expect((await post({ text: `  ${'x'.repeat(8_000)}\n` })).status).toBe(200);
    expect(heard()).toBe('x'.repeat(8_000));
  });

  it('loses half pairs and NUL to U+FFFD and keeps whole ones', async () => {
    const { post, heard } = await givenConversation();
    expect((await post('{"text":"a\\ud800b\\u0000c\\udc00 \\ud83d\\ude00"}')).status).toBe(200);
    expect(heard()).toBe('a\uFFFDb\uFFFDc\uFFFD 😀');
  });

  it.each([
    [{ text: 'a', extra: 1 }, 'extra'],
    [{}, 'text'],
    [{ text: 7 }, 'text'],
    [{ text: null }, 'text'],
    [{ text: ['a'] }, 'text'],
    [[], 'body'],
    ['"text"', 'body'],
    ['{"text":"a","__proto__":{"polluted":1}}', '__proto__'],
    ['{"text":"a","constructor":{"prototype":{"polluted":1}}}', 'constructor'],
  ])('is refused in any other shape: %j', async (body, field) => {
    const { post } = await givenConversation();
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({ code: 'input-invalid', fields: [{ field }] });
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    '{"text": 4111111111111111}',
    '{"my card is 4111": 1}',
    '{"text":"a","x4111111111111111111111111111111111111111":1}',
    '4111 4111',
  ])('never comes back in a problem: %s', async (body) => {
    const { post } = await givenConversation();
    expect(await (await post(body)).text()).not.toContain('4111');
  });
});

const jsonSet = '../shared/data/malformed/json';
const naughtySet = '../shared/data/malformed/strings/blns.json';
const hasSets = existsSync(jsonSet) && existsSync(naughtySet);
const skipped = hasSets ? '' : ' (skipped: ../shared/data/malformed is not here)';

describe.skipIf(!hasSets)(`the malformed JSON set (nst/JSONTestSuite)${skipped}`, () => {
  const files = hasSets ? readdirSync(jsonSet) : [];

  it('is refused with 400 where it must not parse, on every kind of route', async () => {
    const { post, ask } = await givenConversation();
    const invalid = files.filter((file) => file.startsWith('n_'));
    const taken: string[] = [];
    for (const file of invalid) {
      const body = new Uint8Array(readFileSync(`${jsonSet}/${file}`));
      const answers = [await post(body), await ask('POST', '/v1/validate', { body })];
      // No bytes at all are an empty object where every field is optional.
      if (body.length > 0) answers.push(await ask('POST', '/v1/conversations', { body }));
      // A hundred thousand brackets may be too large before they are malformed.
      if (answers.some(({ status }) => status !== 400 && status !== 413)) taken.push(file);
    }
    expect(taken).toEqual([]);
    expect(invalid.length).toBeGreaterThan(180);
  });

  it('never causes a server error, whatever it parses to', async () => {
    const { post, ask, told } = await givenConversation();
    const failed: string[] = [];
    for (const file of files) {
      const body = new Uint8Array(readFileSync(`${jsonSet}/${file}`));
      const others = ['/v1/redact', '/v1/conversations', '/v1/conversations/c_1/close'];
      const answers = [await post(body), ...(await Promise.all(others.map((path) => ask('POST', path, { body }))))];
      if (answers.some(({ status }) => status >= 500)) failed.push(file);
    }
    expect(failed).toEqual([]);
    expect(told.faults).toEqual([]);
  });

  it('becomes a message where it is an array of one string that must parse', async () => {
    const { post } = await givenConversation();
    const refused: string[] = [];
    for (const file of files.filter((name) => name.startsWith('y_string') && name !== 'y_string_space.json')) {
      const array = readFileSync(`${jsonSet}/${file}`, 'utf8').trim();
      const answer = await post(`{"text":${array.slice(1, -1)}}`);
      const code = answer.status === 200 ? '' : (await problemOf(answer)).code;
      if (code !== '' && code !== 'text-empty') refused.push(file);
    }
    expect(refused).toEqual([]);
  });
});

describe.skipIf(!hasSets)(`the naughty strings (minimaxir/big-list-of-naughty-strings)${skipped}`, () => {
  const strings: string[] = hasSets ? JSON.parse(readFileSync(naughtySet, 'utf8')) : [];

  it('are heard as they were written, or refused as empty', async () => {
    const { post, heard } = await givenConversation();
    const lost: string[] = [];
    for (const text of strings) {
      const answer = await post({ text });
      const kept = answer.status === 200 ? heard() : (await problemOf(answer)).code;
      const expected = text.replaceAll('\0', '\uFFFD').trim();
      if (kept !== (expected === '' ? 'text-empty' : expected)) lost.push(text);
    }
    expect(lost).toEqual([]);
  });

  it('cause no server error in paths, queries, other fields and headers', async () => {
    const { ask, told } = await givenConversation();
    const failed: string[] = [];
    for (const text of strings) {
      const name = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '')) || 'x';
      const header = Buffer.from(text)
        .toString('latin1')
        .replace(/[\r\n\0]/g, '');
      const answers = [
        await ask('GET', `/v1/conversations/${name}`),
        await ask('GET', `/v1/handovers?queue=${name}`, { role: 'agent' }),
        await ask('POST', '/v1/conversations', { body: { channel: text, customer: { ref: text } } }),
        await ask('POST', '/v1/conversations', { headers: { 'idempotency-key': header } }),
      ];
      if (answers.some(({ status }) => status >= 500)) failed.push(text);
    }
    expect(failed).toEqual([]);
    expect(told.faults).toEqual([]);
  });
});
