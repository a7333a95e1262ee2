import { createHmac } from 'node:crypto';

/** What a secret begins with; the rest is base64. */
const PREFIX = 'whsec_';
/** Shorter secrets can be guessed; the specification asks for 24 to 64 bytes. */
const LEAST_BYTES = 24;

/** The key of a secret, null for one that is missing, too short or not spelled as it should be. */
export function parseWebhookSecret(secret: string | undefined): Buffer | null {
  if (!secret?.startsWith(PREFIX)) return null;
  const encoded = secret.slice(PREFIX.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return null;
  const key = Buffer.from(encoded, 'base64');
  return key.length >= LEAST_BYTES ? key : null;
}

/**
 * Headers by which a receiver knows who sent a message, that nobody changed it and that it is not an old one.
 *
 * @param at seconds since 1970 of this attempt
 * @see https://www.standardwebhooks.com
 */
export function signedHeaders(
  key: Buffer,
  message: { readonly id: string; readonly body: string },
  at: number,
): Readonly<Record<string, string>> {
  const signature = createHmac('sha256', key).update(`${message.id}.${at}.${message.body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${signature}`,
  };
}
