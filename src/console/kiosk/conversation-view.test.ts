import { describe, expect, it } from 'vitest';
import { type ConversationView, emptyView, reduceView, type ViewEvent } from './conversation-view.ts';
import type { Turn } from './turn.ts';

const opening = { id: 'c_1', notice: 'We keep this.', disclosure: 'You talk to an assistant.' };

function turnOf(outcome: Turn['outcome'], text?: string, rest: Partial<Turn> = {}): Turn {
  const reply = text === undefined ? undefined : { text, language: 'en', citations: [] };
  return { outcome, reply, confirmation: undefined, handover: undefined, receipt: undefined, ...rest };
}

function viewAfter(...events: ViewEvent[]): ConversationView {
  return events.reduce(reduceView, reduceView(emptyView, { kind: 'opened', opening }));
}

const asked: ViewEvent = { kind: 'asked', id: 'm1', text: 'Card lost' };
const handedOver: ViewEvent = {
  kind: 'settled',
  id: 'm1',
  turn: turnOf('handed-over', 'A colleague takes over.', {
    handover: { reference: 'h_1', queue: 'cards', position: 2 },
  }),
};

function sentence(position: number, text: string): ViewEvent {
  return { kind: 'sentence-arrived', id: 'm1', position, text };
}

function kindsOf(view: ConversationView): string[] {
  return view.entries.map((entry) => (entry.kind === 'note' ? entry.note : entry.kind));
}

describe('reduceView', () => {
  it('shows sentences as they arrive and keeps them when the turn agrees', () => {
    const streaming = viewAfter(asked, sentence(0, 'Call us.'), sentence(1, 'We block it.'));
    expect(streaming.entries[1]).toMatchObject({ sentences: ['Call us.', 'We block it.'], turn: undefined });
    expect(streaming.pending?.id).toBe('m1');

    const settled = reduceView(streaming, {
      kind: 'settled',
      id: 'm1',
      turn: turnOf('answered', 'Call us. We block it.'),
    });
    expect(settled.entries[1]).toMatchObject({ sentences: ['Call us.', 'We block it.'] });
    expect(settled.entries[0]).toMatchObject({ delivery: 'sent', forPerson: false });
    expect(settled.pending).toBeUndefined();
  });

  it('shows a repeated stream once', () => {
    const view = viewAfter(asked, sentence(0, 'One.'), sentence(1, 'Two.'), sentence(0, 'One.'), sentence(1, 'Two.'));
    expect(view.entries[1]).toMatchObject({ sentences: ['One.', 'Two.'] });
  });

  it('takes the text of the turn where no sentence was streamed', () => {
    const view = viewAfter(asked, { kind: 'settled', id: 'm1', turn: turnOf('answered', 'Call us.') });
    expect(view.entries[1]).toMatchObject({ sentences: ['Call us.'] });
  });

  it('ignores sentences of a message nobody waits for', () => {
    const view = viewAfter(sentence(0, 'From the customer before.'));
    expect(view.entries).toEqual([]);
  });

  it('names the stage of the message under way alone', () => {
    const view = viewAfter(asked, { kind: 'stage-reached', id: 'm1', stage: 'retrieve' });
    expect(view.pending).toEqual({ id: 'm1', stage: 'retrieve' });
    expect(reduceView(view, { kind: 'stage-reached', id: 'm0', stage: 'seal' })).toBe(view);
  });

  it('keeps a failed message so that it can be sent again', () => {
    const failure = { code: 'unreachable', retryAfterSeconds: undefined } as const;
    const failed = viewAfter(asked, { kind: 'failed', id: 'm1', failure });
    expect(failed.entries[0]).toMatchObject({ text: 'Card lost', delivery: failure });
    expect(failed.pending).toBeUndefined();

    const again = reduceView(failed, { kind: 'asked-again', id: 'm1' });
    expect(again.entries[0]).toMatchObject({ delivery: 'sending' });
    expect(again.pending?.id).toBe('m1');
  });

  it('waits for a person after a handover', () => {
    const view = viewAfter(asked, handedOver);
    expect(view.holder).toBe('waiting');
    expect(view.entries[1]).toMatchObject({ turn: { handover: { reference: 'h_1', position: 2 } } });
  });

  it('keeps waiting for a person when an answer arrives late', () => {
    const late: ViewEvent = { kind: 'settled', id: 'm1', turn: turnOf('answered', 'Call us.') };
    const view = viewAfter(asked, { ...handedOver, id: 'request-1' }, late);
    expect(view.holder).toBe('waiting');
    expect(kindsOf(view)).toEqual(['customer', 'assistant', 'assistant']);
  });

  it('shows a handover the customer asked for without a question', () => {
    expect(kindsOf(viewAfter({ ...handedOver, id: 'request-1' }))).toEqual(['assistant']);
  });

  it('marks a message that a person reads, and answers it with nothing', () => {
    const turn = turnOf('with-person');
    const view = viewAfter(
      asked,
      handedOver,
      { kind: 'asked', id: 'm2', text: 'And my PIN?' },
      { kind: 'settled', id: 'm2', turn },
    );
    expect(view.entries[2]).toMatchObject({ delivery: 'sent', forPerson: true });
    expect(view.entries).toHaveLength(3);
    expect(view.holder).toBe('waiting');
  });

  it('adds what a person wrote once, however often it is polled', () => {
    const poll: ViewEvent = {
      kind: 'polled',
      transcript: { state: 'with-person', personReplies: ['Hello', 'Ana here'] },
    };
    const view = viewAfter(asked, handedOver, poll, poll);
    expect(kindsOf(view)).toEqual(['customer', 'assistant', 'person-joined', 'person', 'person']);
    expect(reduceView(view, poll)).toBe(view);
  });

  it('says when the assistant has the conversation again', () => {
    const view = viewAfter(asked, handedOver, {
      kind: 'polled',
      transcript: { state: 'with-assistant', personReplies: ['Done.'] },
    });
    expect(kindsOf(view)).toEqual(['customer', 'assistant', 'person', 'assistant-back']);
    expect(view.holder).toBe('assistant');
  });

  it('says when a person has closed the conversation', () => {
    const view = viewAfter(asked, handedOver, { kind: 'polled', transcript: { state: 'closed', personReplies: [] } });
    expect(view.holder).toBe('closed');
    expect(kindsOf(view).at(-1)).toBe('closed');
  });

  it('ignores a poll that an answer has overtaken', () => {
    const view = viewAfter(asked, { kind: 'settled', id: 'm1', turn: turnOf('answered', 'Call us.') });
    expect(reduceView(view, { kind: 'polled', transcript: { state: 'waiting-for-person', personReplies: [] } })).toBe(
      view,
    );
  });

  it('remembers whether an answer helped', () => {
    const settled: ViewEvent = { kind: 'settled', id: 'm1', turn: turnOf('answered', 'Call us.') };
    const view = viewAfter(asked, settled, { kind: 'helped', id: 'answer-m1', helped: false });
    expect(view.entries[1]).toMatchObject({ helped: false });
  });

  it('forgets everything when a conversation opens', () => {
    const view = reduceView(viewAfter(asked, handedOver), { kind: 'opened', opening: { ...opening, id: 'c_2' } });
    expect(view).toEqual({ ...emptyView, opening: { ...opening, id: 'c_2' } });
  });
});
