import { setTimeout as pause } from 'node:timers/promises';
import { hasEndMark, isShort, isUnfinished } from '../conversation/unfinished.ts';
import type { Call } from './appliance.ts';
import type { Listen, TurnView } from './views.ts';

/** One customer message as it came in, with the call it answers. */
export interface Posted {
  readonly text: string;
  readonly call: Call;
  readonly listen: Listen | null;
}

/** Messages that become one turn. It is complete once `settle` has returned. */
export interface Burst {
  readonly posted: readonly [Posted, ...Posted[]];
  /** Waits for what obviously still comes, then takes nothing more. Called when the conversation's turn has come. */
  settle(): Promise<void>;
}

/** Answers one message, alone or together with those around it. */
export type GatherBurst = (
  conversation: string,
  message: Posted,
  run: (burst: Burst) => Promise<TurnView>,
) => Promise<TurnView>;

export interface BurstLimits {
  readonly windowMs: number;
  readonly messages: number;
  readonly characters: number;
}

interface OpenBurst {
  readonly posted: [Posted, ...Posted[]];
  /** Another turn of the conversation is under way: this one waits anyway. */
  readonly isBehind: boolean;
  turn: Promise<TurnView> | null;
  arrived: AbortController;
}

/**
 * Puts short messages of one customer together: those that come while an obviously unfinished one waits, and those that
 * wait for their turn anyway. A message that stands by itself begins at once. docs/decisions: bursts become one turn.
 */
export function createGatherBurst(limits: () => BurstLimits): GatherBurst {
  const open = new Map<string, OpenBurst>();
  const underWay = new Map<string, number>();
  const count = (conversation: string, by: 1 | -1): void => {
    const turns = (underWay.get(conversation) ?? 0) + by;
    if (turns > 0) underWay.set(conversation, turns);
    else underWay.delete(conversation);
  };
  return async function gatherBurst(conversation, message, run) {
    const waiting = open.get(conversation);
    if (waiting?.turn && takes(waiting, message, limits())) {
      waiting.posted.push(message);
      waiting.arrived.abort();
      return waiting.turn;
    }
    const isBehind = underWay.has(conversation);
    const burst: OpenBurst = { posted: [message], isBehind, turn: null, arrived: new AbortController() };
    const close = (): void => {
      if (open.get(conversation) === burst) open.delete(conversation);
    };
    open.set(conversation, burst);
    count(conversation, 1);
    burst.turn = run({ posted: burst.posted, settle: () => settle(burst, limits().windowMs).finally(close) });
    // A turn that failed before it settled must not go on collecting.
    return burst.turn.finally(() => {
      close();
      count(conversation, -1);
    });
  };
}

/** Only messages of the same caller: a burst is one customer typing. */
function takes(burst: OpenBurst, message: Posted, { messages, characters }: BurstLimits): boolean {
  const { posted } = burst;
  const texts = [...posted.map(({ text }) => text), message.text];
  return (
    (burst.isBehind || expectsMore(burst)) &&
    texts.length <= messages &&
    texts.join('\n').length <= characters &&
    texts.every(isShort) &&
    posted[0].call.caller.keyId === message.call.caller.keyId
  );
}

async function settle(burst: OpenBurst, windowMs: number): Promise<void> {
  while (expectsMore(burst)) {
    burst.arrived = new AbortController();
    const before = burst.posted.length;
    await pause(windowMs, undefined, { signal: burst.arrived.signal }).catch(() => undefined);
    if (burst.posted.length === before) return;
  }
}

/** Alone, only the obviously unfinished waits; in the middle of a burst, everything without an end. */
function expectsMore({ posted }: OpenBurst): boolean {
  const last = posted.at(-1)?.text ?? '';
  return posted.length === 1 ? isUnfinished(last) : !hasEndMark(last);
}

/** What the customer wrote, in the order it came; the same words sent twice at once are said once. */
export function textOf({ posted }: Pick<Burst, 'posted'>): string {
  const texts = posted.map(({ text }) => text);
  return texts.filter((text, index) => text !== texts[index - 1]).join('\n');
}

/** Tells everybody who listens; null where nobody does. */
export function listenersOf({ posted }: Pick<Burst, 'posted'>): Listen | null {
  const listeners = posted.flatMap(({ listen }) => listen ?? []);
  if (listeners.length === 0) return null;
  return async function tellAll(event) {
    await Promise.all(listeners.map((listen) => listen(event)));
  };
}

/** The burst of a call that writes nothing, or gathers nothing. */
export function burstOfOne(call: Call): Burst {
  return { posted: [{ text: '', call, listen: null }], settle: () => Promise.resolve() };
}
