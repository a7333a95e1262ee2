import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationStates, isHeldByPerson } from './conversation.ts';
import type { ConversationEvent } from './conversation-event.ts';
import { beginning, nextState, type Progress } from './next-state.ts';
import { handoverReasons } from './outcome.ts';

const reference = fc.constant('h_1');
const turn = fc.integer({ min: 1, max: 50 });
const anyEvent: fc.Arbitrary<ConversationEvent> = fc.oneof(
  fc.record({ kind: fc.constant('started' as const) }),
  fc.record({ kind: fc.constant('customer-wrote' as const), turn, newIssue: fc.boolean() }),
  fc.record({
    kind: fc.constant('assistant-replied' as const),
    turn,
    outcome: fc.constantFrom('answered' as const, 'clarifying' as const),
  }),
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
const anyProgress: fc.Arbitrary<Progress> = fc.record({
  state: fc.constantFrom(...conversationStates),
  version: fc.nat(1_000),
  turns: fc.nat(50),
  issueTurns: fc.nat(50),
  issueStart: fc.integer({ min: 1, max: 51 }),
});
/** Where events lead; those the machine refuses change nothing. */
const reached = (events: readonly ConversationEvent[], from = beginning): Progress =>
  events.reduce((progress, event) => {
    const transition = nextState(progress, event);
    return transition.ok ? transition.progress : progress;
  }, from);

const wrote = (number: number, newIssue: boolean) =>
  ({ kind: 'customer-wrote', turn: number, newIssue }) satisfies ConversationEvent;

describe('nextState', () => {
  it('lets every customer who wrote be answered or reach a person, whatever happened before', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (before) => {
        const written = nextState(reached(before), { kind: 'customer-wrote', turn: 1, newIssue: false });
        // Only in a closed conversation is nobody listening, and there nothing can be written.
        if (!written.ok) return written.code === 'conversation-closed';
        if (isHeldByPerson(written.progress)) return nextState(written.progress, { kind: 'person-replied' }).ok;
        const ways: readonly ConversationEvent[] = [
          { kind: 'assistant-replied', turn: 1, outcome: 'answered' },
          { kind: 'handed-over', reference: 'h_1', reason: 'appliance-fault' },
        ];
        return ways.every((way) => nextState(written.progress, way).ok);
      }),
    );
  });

  it('lets the assistant neither speak nor hand over while a person holds the conversation', () => {
    fc.assert(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        const speaks = event.kind === 'assistant-replied' || event.kind === 'handed-over';
        fc.pre(isHeldByPerson(progress) && speaks);
        expect(nextState(progress, event)).toEqual({ ok: false, code: 'not-allowed-now' });
      }),
    );
  });

  it('leaves a person only by the word of a person, or by the end', () => {
    fc.assert(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        fc.pre(isHeldByPerson(progress));
        const transition = nextState(progress, event);
        const leaves = transition.ok && !isHeldByPerson(transition.progress);
        expect(leaves).toBe(['returned', 'resolved', 'closed'].includes(event.kind));
      }),
    );
  });

  it('raises the version by one with every event it allows', () => {
    fc.assert(
      fc.property(anyProgress, anyEvent, (progress, event) => {
        const transition = nextState(progress, event);
        if (!transition.ok) return;
        expect(transition.progress.version).toBe(progress.version + 1);
        expect(transition.progress.issueTurns).toBeLessThanOrEqual(progress.issueTurns + 1);
      }),
    );
  });

  it('allows nothing in a closed conversation', () => {
    fc.assert(
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

  it('lets a colleague claim only what waits', () => {
    const claim: ConversationEvent = { kind: 'claimed', reference: 'h_1' };
    expect(nextState(beginning, claim).ok).toBe(false);
    const waiting = reached([{ kind: 'handed-over', reference: 'h_1', reason: 'complex' }]);
    expect(reached([claim], waiting).state).toBe('with-person');
    expect(nextState(reached([claim], waiting), claim).ok).toBe(false);
  });
});
