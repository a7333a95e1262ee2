import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebhookSite, type WebhookSite } from '../../../test/support/webhook-site.ts';
import { isSiteAddress } from '../../telemetry/site-address.ts';
import { postWebhook } from './post-webhook.ts';

let site: WebhookSite;
let elsewhere: WebhookSite;
beforeAll(async () => {
  [site, elsewhere] = await Promise.all([openWebhookSite(), openWebhookSite()]);
});
afterAll(() => Promise.all([site.close(), elsewhere.close()]));

const send = (url = site.url, timeoutMs = 2_000) =>
  postWebhook({ url, headers: { 'webhook-id': 'msg_1' }, body: '{"text":"für alle"}', timeoutMs });

describe('postWebhook', () => {
  it('sends the body as it is, with its headers', async () => {
    site.answer = 200;
    expect(await send()).toBe('delivered');
    expect(site.received.at(-1)).toMatchObject({ body: '{"text":"für alle"}', headers: { 'webhook-id': 'msg_1' } });
  });

  it('tells a receiver that refuses from one that fails and one that wants no more', async () => {
    const results: string[] = [];
    for (const status of [400, 503, 410]) {
      site.answer = status;
      results.push(await send());
    }
    expect(results).toEqual(['refused', 'receiver-failed', 'gone']);
  });

  it('follows no redirect, not even to its own site', async () => {
    site.answer = { redirect: elsewhere.url };
    expect(await send()).toBe('redirected');
    expect(elsewhere.received).toEqual([]);
  });

  it('leaves a receiver that never answers at its time', async () => {
    site.answer = 'never';
    expect(await send(site.url, 100)).toBe('timed-out');
  });

  it('says so when nobody listens', async () => {
    const gone = await openWebhookSite();
    await gone.close();
    expect(await send(gone.url)).toBe('unreachable');
  });

  it('finds this machine by name, and connects to no address that is none of the site', async () => {
    site.answer = 200;
    expect(await send(site.url.replace('127.0.0.1', 'localhost'))).toBe('delivered');
    for (const host of ['192.0.2.1', '[2001:db8::1]', '172.32.0.1', '[::ffff:192.0.2.1]'])
      expect(await send(`http://${host}:9/hook`, 200)).toBe('address-not-on-site');
  });
});

describe('isSiteAddress', () => {
  it('knows the private ranges by their edges', () => {
    const own = ['127.0.0.1', '10.255.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '::1', 'fd00::1', 'fe80::1'];
    const foreign = ['11.0.0.1', '172.15.255.255', '192.169.0.1', '8.8.8.8', '2001:4860::1', 'localhost', ''];
    expect(own.filter((address) => !isSiteAddress(address))).toEqual([]);
    expect(foreign.filter(isSiteAddress)).toEqual([]);
  });
});
