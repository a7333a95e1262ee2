import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationStates, isHeldByPerson } from './conversation.ts';
import type { ConversationEvent } from './conversation-event.ts';
import { beginning, nextState, type Progress } from './next-state.ts';
import { handoverReasons } from './outcome.ts';

/** Every property is asked this often, in seconds all together. */
const CASES = 10_000;
const hold = <T extends unknown[]>(property: fc.IProperty<T>): void => fc.assert(property, { numRuns: CASES });

const reference = fc.constant('h_1');
const turn = fc.integer({ min: 1, max: 8 });
const anyEvent: fc.Arbitrary<ConversationEvent> = fc.oneof(
  fc.record({ kind: fc.constant('started' as const) }),
  fc.record({ kind: fc.constant('customer-wrote' as const), turn, newIssue: fc.boolean() }),
  fc.record({
    kind: fc.constant('assistant-replied' as const),
    turn,
    outcome: fc.constantFrom('answered' as const, 'clarifying' as const),
  }),
  fc.record({ kind: fc.constant('confirmation-asked' as const), turn, step: fc.constant('a_1.change') }),
  fc.record({
    kind: fc.constant('confirmation-answered' as const),
    turn,
    step: fc.constant('a_1.change'),
    accepted: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('identity-verified' as const), turn }),
  fc.record({ kind: fc.constant('handed-over' as const), reference, reason: fc.constantFrom(...handoverReasons) }),
  fc.record({ kind: fc.constantFrom('claimed' as const, 'returned' as const, 'resolved' as const), reference }),
  fc.record({
    kind: fc.constantFrom(
      'person-replied' as const,
      'taken-over' as const,
      'issue-resolved' as const,
      'closed' as const,
    ),
  }),
);
const anyEvents = fc.array(anyEvent, { maxLength: 25 });
const anyProgress: fc.Arbitrary<Progress> = fc.record({
  state: fc.constantFrom(...conversationStates),
  version: fc.nat(1_000),
  turns: fc.nat(7),
  issueTurns: fc.nat(7),
  issueStart: fc.integer({ min: 1, max: 8 }),
});
/** Where events lead; those the machine refuses change nothing. */
const reached = (events: readonly ConversationEvent[], from = beginning): Progress =>
  events.reduce((progress, event) => {
    const transition = nextState(progress, event);
    return transition.ok ? transition.progress : progress;
  }, from);

const wrote = (number: number, newIssue: boolean) =>
  ({ kind: 'customer-wrote', turn: number, newIssue }) satisfies ConversationEvent;
const fault = { kind: 'handed-over', reference: 'h_1', reason: 'appliance-fault' } as const;

/** A conversation as the ledger keeps it: an event is stored with the version its writer had read. */
interface Stored {
  readonly progress: Progress;
  readonly events: readonly ConversationEvent[];
  readonly codes: readonly string[];
}
interface Attempt {
  readonly event: ConversationEvent;
  readonly expects: number;
}
const nothing: Stored = { progress: beginning, events: [], codes: [] };
function store(kept: Stored, { event, expects }: Attempt): Stored {
  if (expects !== kept.progress.version) return { ...kept, codes: [...kept.codes, 'version-conflict'] };
  const transition = nextState(kept.progress, event);
  if (!transition.ok) return { ...kept, codes: [...kept.codes, transition.code] };
  return { ...kept, progress: transition.progress, events: [...kept.events, event] };
}
/** Writers who each read the conversation, then write. */
const attempt = (kept: Stored, event: ConversationEvent): Attempt => ({ event, expects: kept.progress.version });

describe('nextState', () => {
  it('lets every customer who wrote be answered or reach a person, whatever happened before', () => {
    hold(
      fc.property(anyEvents, (before) => {
        const progress = reached(before);
        const number = progress.turns + 1;
        const written = nextState(progress, wrote(number, false));
        // Only in a closed conversation is nobody listening, and there nothing can be written.
        if (!written.ok) return written.code === 'conversation-closed';
        if (isHeldByPerson(written.progress)) return nextState(written.progress, { kind: 'person-replied' }).ok;
        const answer = { kind: 'assistant-replied', turn: number, outcome: 'answered' } as const;
        return [answer, fault].every((way) => nextState(written.progress, way).ok);
      }),
    );
  });

  it('lets the assistant neither speak nor hand over while a person holds the conversation', () => {
    hold(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        const speaks = ['assistant-replied', 'confirmation-asked', 'handed-over'].includes(event.kind);
        fc.pre(isHeldByPerson(progress) && speaks);
        expect(nextState(progress, event)).toEqual({ ok: false, code: 'not-allowed-now' });
      }),
    );
  });

  it('lets the assistant speak only after the last word of a person was to give it back', () => {
    hold(
      fc.property(anyEvents, (events) => {
        const kept = events.reduce((stored, event) => store(stored, attempt(stored, event)), nothing).events;
        const takes = ['handed-over', 'claimed', 'person-replied', 'taken-over'];
        for (const [index, event] of kept.entries()) {
          if (event.kind !== 'assistant-replied') continue;
          const before = kept.slice(0, index).map((one) => one.kind);
          const taken = before.findLastIndex((kind) => takes.includes(kind));
          const given = before.findLastIndex((kind) => kind === 'returned' || kind === 'resolved');
          expect(taken).toBeLessThanOrEqual(given);
        }
      }),
    );
  });

  it('leaves a person only by the word of a person, or by the end', () => {
    hold(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        fc.pre(isHeldByPerson(progress));
        const transition = nextState(progress, event);
        const leaves = transition.ok && !isHeldByPerson(transition.progress);
        expect(leaves).toBe(['returned', 'resolved', 'closed'].includes(event.kind));
      }),
    );
  });

  it('raises the version by one with every event it allows, and never takes a turn back', () => {
    hold(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        const transition = nextState(progress, event);
        if (!transition.ok) return;
        const after = transition.progress;
        expect(after.version).toBe(progress.version + 1);
        const isTurn = event.kind === 'customer-wrote' || event.kind === 'confirmation-answered';
        expect(after.turns - progress.turns).toBe(isTurn ? 1 : 0);
        expect(after.issueTurns).toBeLessThanOrEqual(progress.issueTurns + 1);
      }),
    );
  });

  it('refuses what it does not declare with one of two codes, and changes nothing', () => {
    hold(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        const before = structuredClone(progress);
        const transition = nextState(progress, event);
        expect(progress).toEqual(before);
        if (!transition.ok)
          expect(transition.code).toBe(progress.state === 'closed' ? 'conversation-closed' : 'not-allowed-now');
      }),
    );
  });

  it('gives the same state again when the stored events are replayed', () => {
    hold(
      fc.property(anyEvents, (events) => {
        const { progress, events: kept } = events.reduce(
          (stored, event) => store(stored, attempt(stored, event)),
          nothing,
        );
        expect(reached(kept)).toEqual(progress);
        expect(progress.version).toBe(kept.length);
      }),
    );
  });

  it('takes each attempt once, however often and in whatever order attempts come again', () => {
    const order = fc.infiniteStream(fc.nat());
    hold(
      fc.property(anyEvents, order, (events, picks) => {
        const made: Attempt[] = [];
        let once = nothing;
        for (const event of events) {
          made.push(attempt(once, event));
          once = store(once, made.at(-1) ?? attempt(once, event));
        }
        const late = made.toSorted(() => ((picks.next().value ?? 0) % 3) - 1);
        const twice = [...late, ...late].reduce(store, once);
        expect(twice.progress).toEqual(once.progress);
        expect(twice.events).toEqual(once.events);
        expect(twice.codes).toHaveLength(once.codes.length + 2 * late.length);
      }),
    );
  });

  it('refuses a message or a reply that comes out of its order', () => {
    const second = reached([{ kind: 'started' }, wrote(1, true), wrote(2, false)]);
    const stale = [
      wrote(2, false),
      wrote(4, false),
      { kind: 'assistant-replied', turn: 1, outcome: 'answered' } as const,
      { kind: 'started' } as const,
    ];
    for (const event of stale) expect(nextState(second, event)).toEqual({ ok: false, code: 'not-allowed-now' });
  });

  it('allows nothing in a closed conversation', () => {
    hold(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        const closed = { ...progress, state: 'closed' as const };
        expect(nextState(closed, event)).toEqual({ ok: false, code: 'conversation-closed' });
      }),
    );
  });

  it('counts the turns of an issue, and starts again with the next one', () => {
    const first = reached([{ kind: 'started' }, wrote(1, true), wrote(2, false)]);
    expect(first).toMatchObject({ turns: 2, issueTurns: 2, issueStart: 1 });
    expect(reached([wrote(3, true)], first)).toMatchObject({ turns: 3, issueTurns: 1, issueStart: 3 });
    expect(reached([{ kind: 'issue-resolved' }], first)).toMatchObject({ turns: 2, issueTurns: 0, issueStart: 3 });
  });

  it('takes the answer to a step where one waits, and drops the step with any other reply', () => {
    const asked: ConversationEvent = { kind: 'confirmation-asked', turn: 1, step: 'a_1.change' };
    const answered: ConversationEvent = { kind: 'confirmation-answered', turn: 2, step: 'a_1.change', accepted: true };
    const said: ConversationEvent = { kind: 'assistant-replied', turn: 2, outcome: 'answered' };
    expect(nextState(beginning, answered)).toEqual({ ok: false, code: 'not-allowed-now' });
    const waiting = reached([wrote(1, true), asked]);
    expect(waiting.state).toBe('awaiting-confirmation');
    const done = reached([answered, said], waiting);
    expect(done).toMatchObject({ state: 'with-assistant', turns: 2, issueTurns: 1 });
    expect(nextState(reached([wrote(2, false), said], waiting), answered).ok).toBe(false);
    expect(reached([{ kind: 'taken-over' }], waiting).state).toBe('with-person');
  });

  it('lets a colleague claim only what waits', () => {
    const claim: ConversationEvent = { kind: 'claimed', reference: 'h_1' };
    expect(nextState(beginning, claim).ok).toBe(false);
    const waiting = reached([{ kind: 'handed-over', reference: 'h_1', reason: 'complex' }]);
    expect(reached([claim], waiting).state).toBe('with-person');
    expect(nextState(reached([claim], waiting), claim).ok).toBe(false);
  });
});
