import { describe, expect, it } from 'vitest';
import { emptyView, reduceView } from './conversation-view.ts';
import { toAnnouncements } from './to-announcements.ts';

function sentence(id: string, position: number, text: string) {
  return { kind: 'sentence-arrived', id, position, text } as const;
}

describe('toAnnouncements', () => {
  it('gives each sentence its own line and keeps the lines before it', () => {
    const one = [{ kind: 'asked', id: 'm1', text: 'Hello' } as const, sentence('m1', 0, 'One.')].reduce(
      reduceView,
      emptyView,
    );
    const two = reduceView(one, sentence('m1', 1, 'Two.'));
    expect(toAnnouncements(one).map((line) => line.id)).toEqual(['answer-m1-0']);
    expect(toAnnouncements(two).map((line) => line.id)).toEqual(['answer-m1-0', 'answer-m1-1']);
  });

  it('is silent about what was said before the last question', () => {
    const events = [
      { kind: 'asked', id: 'm1', text: 'Hello' },
      sentence('m1', 0, 'One.'),
      { kind: 'asked', id: 'm2', text: 'And?' },
    ] as const;
    expect(toAnnouncements(events.reduce(reduceView, emptyView))).toEqual([]);
  });
});
