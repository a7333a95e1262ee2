import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { AlertSender, SendResult } from '../../alerts/alert-sender.ts';
import { namesForeignAddress } from '../../telemetry/site-address.ts';
import { OFF_SITE, siteLookup } from './site-lookup.ts';

/** Sends with Node's own client, which follows no redirect and takes no proxy from the environment. */
export const postWebhook: AlertSender = ({ url, headers, body, timeoutMs }) => {
  // An address that stands in the URL itself is never looked up.
  if (namesForeignAddress(url)) return Promise.resolve('address-not-on-site');
  const limit = AbortSignal.timeout(timeoutMs);
  const begin = url.startsWith('https:') ? requestSecure : requestPlain;
  return new Promise((resolve) => {
    const sent = begin(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup: siteLookup,
        // One message now and then: a connection that is kept would only be one more that can have died.
        agent: false,
        signal: limit,
      },
      (response) => {
        resolve(resultOf(response.statusCode ?? 0));
        // Nothing of the answer is wanted, however long it is.
        response.destroy();
      },
    );
    sent.on('error', (error) => resolve(limit.aborted ? 'timed-out' : faultOf(error)));
    sent.end(body);
  });
};

function resultOf(status: number): SendResult {
  if (status >= 200 && status < 300) return 'delivered';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 410) return 'gone';
  return status < 500 ? 'refused' : 'receiver-failed';
}

function faultOf(error: Error): SendResult {
  return 'code' in error && error.code === OFF_SITE ? 'address-not-on-site' : 'unreachable';
}
