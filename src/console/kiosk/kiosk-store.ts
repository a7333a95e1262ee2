import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Answered, ChoicesStore } from './choices-store.ts';
import { type ConversationView, emptyView, type Failure, reduceView, type ViewEvent } from './conversation-view.ts';
import type { KioskApi } from './kiosk-api.ts';
import { KioskError } from './kiosk-error.ts';

/** How often the page asks for a person's replies, in milliseconds. */
const pollPause = 3_000;
/** Waits before the page tries to open a conversation again, in milliseconds: doubled each time up to the longest. */
const openPause = { first: 5_000, longest: 60_000 };
/** Yes and no as ends of the five-point scale: satisfaction is counted as the share of 4 and 5. */
const satisfaction = { yes: 5, no: 1 };

type KeyState = 'missing' | 'refused' | 'held';

/** A call that failed apart from any message. */
interface Trouble {
  readonly action: 'opening' | 'handover' | 'confirming';
  readonly failure: Failure;
}

interface KioskParts {
  readonly createApi: (key: string) => KioskApi;
  readonly keepKey: (key: string) => void;
  readonly forgetKey: () => void;
  readonly newId: () => string;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** The state of the page and everything a customer can do with it. */
export class KioskStore {
  readonly #parts: KioskParts;
  readonly #view = signal<ConversationView>(emptyView);
  readonly #keyState = signal<KeyState>('missing');
  readonly #trouble = signal<Trouble | undefined>(undefined);
  readonly #isAskingForPerson = signal(false);
  readonly #isConfirming = signal(false);
  #api: KioskApi | undefined;
  /** Ends with the conversation: whatever still arrives for it belongs to the person before. */
  #life = new AbortController();
  #isPolling = false;
  /** The answer to a step that was pressed and not heard of yet. */
  #unheard: { readonly answer: string; readonly id: string } | undefined;

  readonly view: ReadonlySignal<ConversationView> = this.#view;
  readonly keyState: ReadonlySignal<KeyState> = this.#keyState;
  readonly trouble: ReadonlySignal<Trouble | undefined> = this.#trouble;
  readonly isAskingForPerson: ReadonlySignal<boolean> = this.#isAskingForPerson;
  readonly isConfirming: ReadonlySignal<boolean> = this.#isConfirming;
  readonly choices: ChoicesStore;
  /** What stands in the input and is not sent. */
  readonly draft: Signal<string> = signal('');

  constructor(parts: KioskParts) {
    this.#parts = parts;
    this.choices = new ChoicesStore({ call: (work) => this.#call(work), newId: parts.newId });
  }

  async useKey(key: string): Promise<void> {
    this.#parts.keepKey(key);
    this.#api = this.#parts.createApi(key);
    this.#keyState.value = 'held';
    await this.startOver();
  }

  /** Forgets the conversation on this screen and opens one for the next person. */
  async startOver(): Promise<void> {
    this.#clear();
    const life = this.#life.signal;
    for (let pause = openPause.first; this.#api !== undefined && !life.aborted; pause *= 2) {
      try {
        const opening = await this.#api.open(this.#parts.newId(), life);
        if (life.aborted) return;
        this.#trouble.value = undefined;
        // First, so that nothing moves once the customer reads.
        await this.choices.learn(opening.id);
        this.#take({ kind: 'opened', opening }, life);
        return;
      } catch (fault) {
        const failure = this.#failureOf(fault, life);
        if (failure === undefined) return;
        this.#trouble.value = { action: 'opening', failure };
        const asked = (failure.retryAfterSeconds ?? 0) * 1_000;
        await this.#parts.wait(Math.max(asked, Math.min(pause, openPause.longest)));
      }
    }
  }

  async send(text: string): Promise<void> {
    const wording = text.trim();
    const { pending, opening, holder } = this.#view.value;
    if (wording === '' || pending !== undefined || opening === undefined || holder === 'closed') return;
    const id = this.#parts.newId();
    const life = this.#life.signal;
    this.#take({ kind: 'asked', id, text: wording }, life);
    await this.#deliver(id, wording, life);
  }

  /** Sends a failed message again under its first key: had it arrived after all, its first answer comes back. */
  async sendAgain(id: string): Promise<void> {
    const entry = this.#view.value.entries.find((candidate) => candidate.id === id);
    if (entry?.kind !== 'customer' || this.#view.value.pending !== undefined) return;
    const life = this.#life.signal;
    this.#take({ kind: 'asked-again', id }, life);
    await this.#deliver(id, entry.text, life);
  }

  async askForPerson(): Promise<void> {
    const conversation = this.#view.value.opening?.id;
    if (this.#api === undefined || conversation === undefined || this.#isAskingForPerson.value) return;
    const life = this.#life.signal;
    const id = this.#parts.newId();
    this.#isAskingForPerson.value = true;
    this.#trouble.value = undefined;
    try {
      const turn = await this.#api.askForPerson(conversation, id, life);
      this.#take({ kind: 'settled', id, turn }, life);
      void this.#poll(life);
    } catch (fault) {
      const failure = this.#failureOf(fault, life);
      if (failure !== undefined) this.#trouble.value = { action: 'handover', failure };
    } finally {
      if (!life.aborted) this.#isAskingForPerson.value = false;
    }
  }

  /** Answers the step of an answer that waits for a yes or no. */
  async confirm(step: string, accept: boolean, code?: string): Promise<void> {
    const { opening, pending } = this.#view.value;
    if (this.#api === undefined || opening === undefined || pending !== undefined || this.#isConfirming.value) return;
    const life = this.#life.signal;
    // The same answer pressed again after a failure is the same call: had it arrived, its first answer comes back.
    const answer = `${step} ${accept} ${code ?? ''}`;
    const id = this.#unheard?.answer === answer ? this.#unheard.id : this.#parts.newId();
    this.#unheard = { answer, id };
    this.#isConfirming.value = true;
    this.#trouble.value = undefined;
    try {
      const turn = await this.#api.confirm(opening.id, { step, accept, code, idempotencyKey: id }, life);
      this.#unheard = undefined;
      this.#take({ kind: 'settled', id, turn }, life);
      void this.#poll(life);
    } catch (fault) {
      const failure = this.#failureOf(fault, life);
      if (failure !== undefined) this.#trouble.value = { action: 'confirming', failure };
    } finally {
      if (!life.aborted) this.#isConfirming.value = false;
    }
  }

  async giveFeedback(answerId: string, helped: boolean): Promise<void> {
    const conversation = this.#view.value.opening?.id;
    if (this.#api === undefined || conversation === undefined) return;
    const life = this.#life.signal;
    this.#take({ kind: 'helped', id: answerId, helped }, life);
    const csat = helped ? satisfaction.yes : satisfaction.no;
    const feedback = { csat, resolved: helped, idempotencyKey: this.#parts.newId() };
    // Thanks are owed for the answer, not for its arrival: a lost one is no trouble of the customer.
    await this.#api.giveFeedback(conversation, feedback, life).catch(() => undefined);
  }

  #clear(): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#isPolling = false;
    this.#isAskingForPerson.value = false;
    this.#isConfirming.value = false;
    this.#trouble.value = undefined;
    this.choices.clear();
    this.#view.value = emptyView;
    this.draft.value = '';
  }

  async #call<T>(work: (api: KioskApi, life: AbortSignal) => Promise<T>): Promise<Answered<T> | undefined> {
    const life = this.#life.signal;
    if (this.#api === undefined) return undefined;
    try {
      const value = await work(this.#api, life);
      return life.aborted ? undefined : { value };
    } catch (fault) {
      const failure = this.#failureOf(fault, life);
      return failure === undefined ? undefined : { failure };
    }
  }

  #take(event: ViewEvent, life: AbortSignal): void {
    if (!life.aborted) this.#view.value = reduceView(this.#view.value, event);
  }

  async #deliver(id: string, text: string, life: AbortSignal): Promise<void> {
    try {
      await this.#ask(id, text, life);
      void this.#poll(life);
    } catch (fault) {
      const failure = this.#failureOf(fault, life);
      if (failure === undefined) return;
      const isFirst = this.#view.value.entries.length === 1;
      if (failure.code === 'conversation-ended' && isFirst) return await this.#askAnew(id, text, life);
      this.#take({ kind: 'failed', id, failure }, life);
    }
  }

  /** A screen that waited through the night may hold a conversation the appliance has since put away. */
  async #askAnew(staleId: string, text: string, life: AbortSignal): Promise<void> {
    let id = staleId;
    try {
      const opening = await this.#api?.open(this.#parts.newId(), life);
      if (opening === undefined || life.aborted) return;
      await this.choices.learn(opening.id);
      // The same words in another conversation are another request, and want a key of their own.
      id = this.#parts.newId();
      this.#take({ kind: 'opened', opening }, life);
      this.#take({ kind: 'asked', id, text }, life);
      await this.#ask(id, text, life);
      void this.#poll(life);
    } catch (fault) {
      const failure = this.#failureOf(fault, life);
      if (failure !== undefined) this.#take({ kind: 'failed', id, failure }, life);
    }
  }

  async #ask(id: string, text: string, life: AbortSignal): Promise<void> {
    const conversation = this.#view.value.opening?.id;
    if (this.#api === undefined || conversation === undefined) return;
    const listener = {
      onStage: (stage: string) => this.#take({ kind: 'stage-reached', id, stage }, life),
      onSentence: (position: number, sentence: string) =>
        this.#take({ kind: 'sentence-arrived', id, position, text: sentence }, life),
    };
    const turn = await this.#api.ask({ conversation, text, idempotencyKey: id }, listener, life);
    this.#take({ kind: 'settled', id, turn }, life);
  }

  /** Asks for a person's replies until the assistant has the conversation back or it ends. */
  async #poll(life: AbortSignal): Promise<void> {
    if (this.#isPolling || life.aborted) return;
    this.#isPolling = true;
    while (!life.aborted && this.#isWithPerson()) {
      await this.#parts.wait(pollPause);
      await this.#pollOnce(life);
    }
    if (!life.aborted) this.#isPolling = false;
  }

  async #pollOnce(life: AbortSignal): Promise<void> {
    const conversation = this.#view.value.opening?.id;
    if (this.#api === undefined || conversation === undefined || life.aborted) return;
    try {
      this.#take({ kind: 'polled', transcript: await this.#api.read(conversation, life) }, life);
    } catch (fault) {
      // Anything else passes: the next poll is three seconds away.
      if (this.#failureOf(fault, life)?.code !== 'conversation-ended') return;
      this.#take({ kind: 'polled', transcript: { state: 'closed', personReplies: [] } }, life);
    }
  }

  #isWithPerson(): boolean {
    const { holder } = this.#view.value;
    return holder === 'waiting' || holder === 'person';
  }

  /** Undefined when there is nobody to tell: the conversation is over, or the device lost its key. */
  #failureOf(fault: unknown, life: AbortSignal): Failure | undefined {
    if (life.aborted) return undefined;
    const error = fault instanceof KioskError ? fault : new KioskError('unreadable-answer', { cause: fault });
    if (error.code !== 'key-refused') return { code: error.code, retryAfterSeconds: error.retryAfterSeconds };
    this.#clear();
    this.#api = undefined;
    this.#parts.forgetKey();
    this.#keyState.value = 'refused';
    return undefined;
  }
}

/** The reference of the request to a person, if one stands on the screen. */
export function findReference(view: ConversationView): string | undefined {
  const tickets = view.entries.map((entry) => (entry.kind === 'assistant' ? entry.turn?.handover : undefined));
  return tickets.findLast((ticket) => ticket !== undefined)?.reference;
}
