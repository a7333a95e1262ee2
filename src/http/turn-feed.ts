import type { TurnEvent, TurnView } from '../pipeline/views.ts';
import { type HttpProblem, toHttpProblem } from './problem.ts';

/** What a stream tells, in order: stages and sentences, then the turn or what went wrong. */
export type FeedItem =
  | TurnEvent
  | { readonly kind: 'turn'; readonly turn: TurnView }
  | { readonly kind: 'problem'; readonly problem: HttpProblem };

export interface TurnFeed {
  /** @throws {HttpProblem} when the turn failed before it told anything: a plain answer is still possible then */
  begin(): Promise<FeedItem>;
  next(): Promise<FeedItem>;
}

/**
 * Runs a turn and keeps what it tells until a stream takes it: the turn never waits for a slow client, and goes on to
 * its seal when the client has gone. A turn tells a few dozen things at most, so nothing bounds the keeping.
 */
export function createTurnFeed(run: (listen: (event: TurnEvent) => Promise<void>) => Promise<TurnView>): TurnFeed {
  const kept: FeedItem[] = [];
  let wake: (() => void) | undefined;
  const keep = (item: FeedItem): void => {
    kept.push(item);
    wake?.();
  };
  run(async (event) => keep(event)).then(
    (turn) => keep({ kind: 'turn', turn }),
    (thrown: unknown) => keep({ kind: 'problem', problem: toHttpProblem(thrown) }),
  );
  async function next(): Promise<FeedItem> {
    for (;;) {
      const item = kept.shift();
      if (item !== undefined) return item;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  async function begin(): Promise<FeedItem> {
    const first = await next();
    if (first.kind === 'problem') throw first.problem;
    return first;
  }
  return { begin, next };
}
