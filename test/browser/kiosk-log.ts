import type { Hono } from 'hono';
import type { ReceiptFields } from '../../src/audit/receipt-verifier.ts';
import { growLog, newLogSigner, someEntries } from '../support/grown-log.ts';

/** The log behind the canned answers: real trees and signatures, and a way to become another one. */
export class CannedLog {
  readonly #signer = newLogSigner();
  #log = growLog(someEntries(40), this.#signer);
  /** Reports of kiosks, in order. */
  readonly alarms: unknown[] = [];

  /** One more entry, and the receipt for it. */
  append(): ReceiptFields {
    this.#log = growLog([...this.#log.entries, ...someEntries(1, this.#log.entries.length)], this.#signer);
    return this.#log.receipt(this.#log.entries.length - 1);
  }

  /** As somebody with disk and key can do: the same length and valid signatures over another history. */
  rewrite(): void {
    this.#log = growLog(someEntries(this.#log.entries.length + 1, 1_000), this.#signer);
  }

  serve(app: Hono): void {
    app.get('/v1/audit/key', async (context) => context.text(await this.#log.source.key()));
    app.get('/v1/audit/checkpoint', async (context) => context.text(await this.#log.source.checkpoint()));
    app.get('/v1/audit/proof/consistency', async (context) => {
      const [from, to] = [context.req.query('from'), context.req.query('to')].map(Number);
      const hashes = await this.#log.source.consistency(from ?? 0, to ?? 0);
      return hashes === undefined ? context.notFound() : context.json({ from, to, hashes });
    });
    app.post('/v1/audit/alarms', async (context) => {
      this.alarms.push(await context.req.json());
      return context.json({ index: 41 }, 201);
    });
  }
}
