import { type ReadonlySignal, signal } from '@preact/signals';
import type { Failure } from './conversation-view.ts';
import type { Fact } from './fact.ts';
import type { KioskApi } from './kiosk-api.ts';
import type { Purpose } from './purpose.ts';

/** Longest a conversation waits for its purposes before it opens without them, in milliseconds. */
const learnLimit = 2_000;

/** A call that ended, well or not. */
export type Answered<T> = { readonly value: T } | { readonly failure: Failure };

type Work<T> = (api: KioskApi, life: AbortSignal) => Promise<T>;

interface ChoicesParts {
  /** Makes a call for whoever stands at the screen; undefined where they are gone by the time it ends. */
  readonly call: <T>(work: Work<T>) => Promise<Answered<T> | undefined>;
  readonly newId: () => string;
}

/** What a customer lets us do with their data, what is remembered of them, and how they change both. */
export class ChoicesStore {
  readonly #parts: ChoicesParts;
  readonly #purposes = signal<readonly Purpose[]>([]);
  readonly #facts = signal<readonly Fact[]>([]);
  readonly #isOpen = signal(false);
  readonly #isUsed = signal(false);
  readonly #isBusy = signal(false);
  readonly #failure = signal<Failure | undefined>(undefined);
  #conversation = '';

  /** Empty where policy asks nothing of the customer. */
  readonly purposes: ReadonlySignal<readonly Purpose[]> = this.#purposes;
  readonly facts: ReadonlySignal<readonly Fact[]> = this.#facts;
  readonly isOpen: ReadonlySignal<boolean> = this.#isOpen;
  /** True once somebody looked: what they choose is not the next person's. */
  readonly isUsed: ReadonlySignal<boolean> = this.#isUsed;
  readonly isBusy: ReadonlySignal<boolean> = this.#isBusy;
  /** Of the last act; undefined where it ended well. */
  readonly failure: ReadonlySignal<Failure | undefined> = this.#failure;

  constructor(parts: ChoicesParts) {
    this.#parts = parts;
  }

  /** Learns what policy asks in a conversation. It cannot fail: without an answer nothing is asked, and help comes first. */
  async learn(conversation: string): Promise<void> {
    this.clear();
    this.#conversation = conversation;
    const answered = await this.#parts.call((api, life) =>
      api.purposes(conversation, AbortSignal.any([life, AbortSignal.timeout(learnLimit)])),
    );
    if (answered !== undefined && 'value' in answered) this.#purposes.value = answered.value;
  }

  /** Shows how things stand now: who has proved who they are meanwhile may have chosen on another day. */
  async open(): Promise<void> {
    this.#isUsed.value = true;
    await this.#act(async () => {
      const purposes = await this.#call((api, life) => api.purposes(this.#conversation, life));
      if (purposes === undefined) return;
      this.#purposes.value = purposes;
      await this.#readFacts();
    });
    this.#isOpen.value = this.#isUsed.value;
  }

  close(): void {
    this.#isOpen.value = false;
  }

  /** Says yes or no to a purpose. A no takes back a yes, and what was remembered goes with it. */
  async choose(purpose: string, granted: boolean): Promise<void> {
    await this.#act(async () => {
      const said = { purpose, granted, idempotencyKey: this.#parts.newId() };
      const choice = await this.#call((api, life) => api.consent(this.#conversation, said, life));
      if (choice === undefined) return;
      this.#purposes.value = this.#purposes.value.map((one) => (one.id === purpose ? { ...one, choice } : one));
      if (!granted && this.#facts.value.length > 0) await this.#readFacts();
    });
  }

  /** Deletes one thing that is remembered, or everything where `fact` is null. */
  async forget(fact: string | null): Promise<void> {
    await this.#act(async () => {
      const asked = { fact, idempotencyKey: this.#parts.newId() };
      const isDone = await this.#call((api, life) => api.forget(this.#conversation, asked, life));
      if (isDone === true) this.#facts.value = this.#facts.value.filter(({ id }) => fact !== null && id !== fact);
      // Not there: forgotten at another screen, or the conversation has ended. A reading tells which.
      else if (this.#failure.value?.code === 'conversation-ended') await this.#readFacts();
    });
  }

  /** Leaves nothing of the customer who stood here. */
  clear(): void {
    this.#conversation = '';
    this.#purposes.value = [];
    this.#facts.value = [];
    this.#isOpen.value = false;
    this.#isUsed.value = false;
    this.#isBusy.value = false;
    this.#failure.value = undefined;
  }

  async #readFacts(): Promise<void> {
    const facts = await this.#call((api, life) => api.facts(this.#conversation, life));
    if (facts !== undefined) this.#facts.value = facts;
  }

  /** One act at a time: a second press while the first is under way changes nothing. */
  async #act(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy.value) return;
    this.#isBusy.value = true;
    await work();
    this.#isBusy.value = false;
  }

  async #call<T>(work: Work<T>): Promise<T | undefined> {
    const answered = await this.#parts.call(work);
    if (answered === undefined) return undefined;
    this.#failure.value = 'failure' in answered ? answered.failure : undefined;
    return 'value' in answered ? answered.value : undefined;
  }
}
