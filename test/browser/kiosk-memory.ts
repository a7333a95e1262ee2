import type { Hono } from 'hono';

interface CannedFact {
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  readonly purpose: string;
  readonly expires: string;
}

/** What the policy behind the canned answers asks; the first rests on no consent. */
const purposes = [
  { purpose: 'support', title: 'Answering what you ask', text: 'We use what you write to answer you.' },
  { purpose: 'remember-me', title: 'Remembering you next time', text: 'May we remember your language?' },
  { purpose: 'improve-service', title: 'Making the assistant better', text: 'May we use this conversation for tests?' },
];

/** Consents and memory of one customer at a time: what is said stands until another conversation is begun. */
export class CannedMemory {
  readonly #said = new Map<string, { granted: boolean; at: string }>();
  #facts: readonly CannedFact[] = [];
  /** Policy has purposes; false for one that asks nothing. */
  asks = true;

  /** As if the customer had agreed on another day and proved who they are. */
  remember(...values: readonly (readonly [kind: string, value: string])[]): void {
    this.#said.set('remember-me', { granted: true, at: '2026-10-02T09:00:00.000Z' });
    const more = { purpose: 'remember-me', expires: '2027-10-02T09:00:00.000Z' };
    this.#facts = values.map(([kind, value], position) => ({ id: `m_${position}`, kind, value, ...more }));
  }

  forgetCustomer(): void {
    this.#said.clear();
    this.#facts = [];
  }

  serve(app: Hono): void {
    app.get('/v1/conversations/:id/consent', (context) =>
      context.json({ items: this.asks ? purposes.map((one) => this.#toPurpose(one)) : [], next: null }),
    );
    app.post('/v1/conversations/:id/consent', async (context) => {
      const { purpose, granted } = await context.req.json<{ purpose: string; granted: boolean }>();
      const said = { granted, at: '2026-11-21T09:00:00.000Z' };
      this.#said.set(purpose, said);
      if (!granted) this.#facts = this.#facts.filter((fact) => fact.purpose !== purpose);
      return context.json({ purpose, ...said });
    });
    app.get('/v1/conversations/:id/memory', (context) => context.json({ items: this.#facts, next: null }));
    app.delete('/v1/conversations/:id/memory', (context) => {
      const deleted = this.#facts.length;
      this.#facts = [];
      return context.json({ deleted });
    });
    app.delete('/v1/conversations/:id/memory/:fact', (context) => {
      this.#facts = this.#facts.filter(({ id }) => id !== context.req.param('fact'));
      return context.json({ deleted: 1 });
    });
  }

  #toPurpose({ purpose, title, text }: (typeof purposes)[number]) {
    const said = this.#said.get(purpose);
    const notice = { version: '2026-11-01', language: 'en', text };
    const optional = purpose !== 'support';
    return { purpose, title, optional, notice, keepDays: 365, granted: said?.granted ?? null, at: said?.at ?? null };
  }
}
