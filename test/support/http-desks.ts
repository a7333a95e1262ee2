import type { Caller } from '../../src/identity/roles.ts';
import type {
  Call,
  ConversationDesk,
  FeedbackInput,
  HandoverFilter,
  PeopleDesk,
  ResolveInput,
  StartInput,
  StepAnswer,
} from '../../src/pipeline/appliance.ts';
import { ApplianceError } from '../../src/pipeline/appliance-error.ts';
import type { ConversationView, HandoverView, StartedView, TurnEvent, TurnView } from '../../src/pipeline/views.ts';

/** What a desk was asked, in order: the method, what it was given, and by whom. */
export interface Asked {
  readonly method: string;
  readonly input: readonly unknown[];
  readonly call: Call | null;
}

/** Remembers every call, and throws what it was told to throw at the next one. */
export class Script {
  readonly asked: Asked[] = [];
  private readonly faults: unknown[] = [];

  failNext(fault: unknown): void {
    this.faults.push(fault);
  }

  take(method: string, input: readonly unknown[], call: Call | null): void {
    this.asked.push({ method, input, call });
    if (this.faults.length > 0) throw this.faults.shift();
  }

  last(): Asked {
    const asked = this.asked.at(-1);
    if (asked === undefined) throw new Error('The desk was never asked');
    return asked;
  }
}

const quote = 'You can freeze your card in the app.';

/** A Turn with every staff field set, so that a test sees which of them reach a kiosk. */
export function scriptedTurn(conversation: string, change: Partial<TurnView> = {}): TurnView {
  return {
    conversation,
    turn: 1,
    outcome: 'answered',
    reply: {
      text: quote,
      language: 'en',
      mode: 'quoted',
      citations: [{ passage: 'freeze-card#1', title: 'Freeze', version: 'sha256:00', updated: '2026-10-01', quote }],
    },
    confirmation: null,
    handover: null,
    receipt: { index: 41, leaf: 'bGVhZg==', checkpoint: 'log\n60\nroot\n', size: 60, hashes: ['aGFzaA=='] },
    triage: { intent: { id: 'lost-card', confidence: 0.9 } },
    decision: { mode: 'quoted', rules: ['staff-secret'] },
    timings: { redact: { ms: 2, budgetMs: 10 } },
    ...change,
  };
}

/** Conversations kept in memory; a kiosk sees only those its own key started. */
export class ScriptedConversations implements ConversationDesk {
  readonly script = new Script();
  readonly owners = new Map<string, string>();
  events: readonly TurnEvent[] = [
    { kind: 'stage', stage: 'redact' },
    { kind: 'stage', stage: 'draft' },
    { kind: 'sentence', text: quote },
  ];
  turn: Partial<TurnView> = {};
  /** Thrown by `post` after its events. */
  lateFault: unknown;
  /** `post` waits for this between its events and its end. */
  pause: Promise<void> = Promise.resolve();
  sealed = 0;

  async start(input: StartInput, call: Call): Promise<StartedView> {
    this.script.take('start', [input], call);
    const id = `c_${this.owners.size + 1}`;
    this.owners.set(id, call.caller.keyId);
    const statement = { text: 'Words', version: '2026-11' };
    return { id, notice: statement, disclosure: statement, state: 'with-assistant' };
  }

  async post(id: string, text: string, call: Call, listen?: (event: TurnEvent) => Promise<void>): Promise<TurnView> {
    this.find(id, call.caller);
    this.script.take('post', [id, text], call);
    for (const event of this.events) await listen?.(event);
    await this.pause;
    if (this.lateFault !== undefined) throw this.lateFault;
    this.sealed += 1;
    return scriptedTurn(id, this.turn);
  }

  async confirm(id: string, answer: StepAnswer, call: Call): Promise<TurnView> {
    this.find(id, call.caller);
    this.script.take('confirm', [id, answer], call);
    const confirmation = { step: 'a_1.change', kind: 'change', until: '2026-11-21T09:05:00.000Z' } as const;
    return scriptedTurn(id, { outcome: 'confirming', confirmation });
  }

  async askForPerson(id: string, note: string | null, call: Call): Promise<TurnView> {
    this.find(id, call.caller);
    this.script.take('askForPerson', [id, note], call);
    const handover = {
      reference: 'h_1',
      queue: 'cards',
      priority: 'high',
      position: 2,
      reason: 'person-requested',
    } as const;
    return scriptedTurn(id, { outcome: 'handed-over', handover });
  }

  async giveFeedback(id: string, input: FeedbackInput, call: Call): Promise<{ id: string }> {
    this.find(id, call.caller);
    this.script.take('giveFeedback', [id, input], call);
    return { id: 'f_1' };
  }

  async close(id: string, call: Call): Promise<{ id: string; state: 'closed' }> {
    this.find(id, call.caller);
    this.script.take('close', [id], call);
    return { id, state: 'closed' };
  }

  async readTurn(id: string, turn: number, caller: Caller): Promise<TurnView> {
    this.find(id, caller);
    this.script.take('readTurn', [id, turn], null);
    return scriptedTurn(id, { turn });
  }

  async read(id: string, caller: Caller): Promise<ConversationView> {
    this.find(id, caller);
    this.script.take('read', [id, caller], null);
    return scriptedConversation(id);
  }

  private find(id: string, caller: Caller): void {
    const owner = this.owners.get(id);
    if (owner === undefined || (caller.role === 'kiosk' && owner !== caller.keyId)) {
      throw new ApplianceError('conversation-not-found', `Cannot find conversation "${id}"`);
    }
  }
}

function scriptedConversation(id: string): ConversationView {
  return {
    id,
    state: 'with-assistant',
    version: 3,
    channel: 'kiosk',
    language: 'en',
    transcript: [
      {
        turn: 1,
        at: '2026-11-21T09:00:00.000Z',
        from: 'customer',
        text: 'I am [NAME_1]',
        outcome: null,
        citations: [],
        receipt: { index: 41, leaf: 'bGVhZg==' },
      },
    ],
    consents: [],
    revealable: [],
  };
}

function scriptedHandover(reference: string, state: HandoverView['state'], claimedBy: string | null): HandoverView {
  return {
    reference,
    conversation: 'c_1',
    state,
    reason: 'legal-language',
    queue: 'complaints',
    priority: 'high',
    at: '2026-11-21T09:00:00.000Z',
    claimedBy,
    headline: 'Wants a refund, mentions a lawyer.',
    packet: { customer: 'c', issue: 'i', tried: 't', knowledge: 'k', next: 'n', tone: 'o' },
    entities: [{ type: 'IBAN', placeholder: '[IBAN_1]' }],
    rationale: 'Legal language',
    attempted: [{ action: 'quote', result: 'refused' }],
    turn: 2,
    resolution: null,
  };
}

/** One handover, `h_1`; every other reference is unknown. */
export class ScriptedPeople implements PeopleDesk {
  readonly script = new Script();

  async list(filter: HandoverFilter): Promise<{ items: readonly HandoverView[]; next: string | null }> {
    this.script.take('list', [filter], null);
    return { items: [scriptedHandover('h_1', 'waiting', null)], next: 'p2' };
  }

  async read(reference: string): Promise<HandoverView> {
    this.script.take('read', [reference], null);
    return this.find(reference, 'waiting', null);
  }

  async claim(reference: string, call: Call): Promise<HandoverView> {
    this.script.take('claim', [reference], call);
    return this.find(reference, 'claimed', call.caller.keyId);
  }

  async giveBack(reference: string, note: string, call: Call): Promise<HandoverView> {
    this.script.take('giveBack', [reference, note], call);
    return this.find(reference, 'done', call.caller.keyId);
  }

  async resolve(reference: string, input: ResolveInput, call: Call): Promise<HandoverView> {
    this.script.take('resolve', [reference, input], call);
    return this.find(reference, 'done', call.caller.keyId);
  }

  async reply(conversation: string, text: string, call: Call): Promise<ConversationView> {
    this.script.take('reply', [conversation, text], call);
    return { ...scriptedConversation(conversation), state: 'with-person' };
  }

  async takeOver(conversation: string, call: Call): Promise<ConversationView> {
    this.script.take('takeOver', [conversation], call);
    return { ...scriptedConversation(conversation), state: 'with-person' };
  }

  private find(reference: string, state: HandoverView['state'], claimedBy: string | null): HandoverView {
    if (reference !== 'h_1') throw new ApplianceError('handover-not-found', `Cannot find handover "${reference}"`);
    return scriptedHandover(reference, state, claimedBy);
  }
}
