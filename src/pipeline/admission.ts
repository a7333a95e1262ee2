import { ApplianceError } from './appliance-error.ts';

/** Whose work goes first when there is more than can be done. What staff do, and the stop switch, never waits here. */
const workRanks = ['person-wanted', 'running', 'new', 'beside'] as const;
export type WorkRank = (typeof workRanks)[number];

export interface AdmissionLimits {
  /** Pieces of work side by side. */
  readonly atOnce: number;
  /** Pieces that wait for a place. At most as many as `atOnce`, and whoever is let in takes at most twice as long as alone. */
  readonly waiting: number;
  /** Longest anybody waits for a place, in milliseconds. */
  readonly waitMs: number;
}

/** The one door to everything that costs time: a bounded queue, the most urgent first. */
export interface Admission {
  /** @throws {ApplianceError} `overloaded`, `store-full`, `shutting-down`; nothing was done then */
  admit<T>(rank: WorkRank, work: () => Promise<T>): Promise<T>;
  /** Why work of this rank would be refused now, before anybody has read it; null where it might get in. */
  refusalFor(rank: WorkRank): ApplianceError | null;
  /** Lets nobody in any more. Who is inside or waits already is served. */
  close(): void;
  isClosed(): boolean;
}

interface Waiting {
  readonly rank: number;
  enter(): void;
  refuse(why: ApplianceError): void;
}

export interface AdmissionPorts {
  /** Told the rank of whatever is refused for want of room. */
  onShed(rank: WorkRank): void;
  /** Why work of this rank cannot be done however much room there is; null where it can. */
  refusalOf(rank: WorkRank): ApplianceError | null;
}

export function createAdmission(limits: AdmissionLimits, { onShed, refusalOf }: AdmissionPorts): Admission {
  const queue: Waiting[] = [];
  const state = { inside: 0, isClosed: false };

  function refusalFor(name: WorkRank): ApplianceError | null {
    if (state.isClosed) return new ApplianceError('shutting-down', 'The appliance is stopping; try again in a moment');
    const other = refusalOf(name);
    if (other) return other;
    const last = queue.at(-1);
    const isFull = state.inside >= limits.atOnce && queue.length >= limits.waiting;
    const isAhead = last !== undefined && workRanks.indexOf(name) < last.rank;
    return isFull && !isAhead ? overloaded() : null;
  }

  function enter(name: WorkRank): Promise<void> {
    const refusal = refusalFor(name);
    if (refusal) {
      if (refusal.code === 'overloaded') onShed(name);
      return Promise.reject(refusal);
    }
    if (state.inside < limits.atOnce) {
      state.inside += 1;
      return Promise.resolve();
    }
    // The queue is full of less urgent work: who came last of it makes room.
    if (queue.length >= limits.waiting) queue.pop()?.refuse(overloaded());
    return waitInLine(queue, workRanks.indexOf(name), { waitMs: limits.waitMs, onShed: () => onShed(name) });
  }

  return {
    admit: async function admit(rank, work) {
      await enter(rank);
      try {
        return await work();
      } finally {
        const next = queue.shift();
        // A place that is handed on is never free in between.
        if (next) next.enter();
        else state.inside -= 1;
      }
    },
    refusalFor: (rank) => {
      const refusal = refusalFor(rank);
      if (refusal?.code === 'overloaded') onShed(rank);
      return refusal;
    },
    close: () => {
      state.isClosed = true;
    },
    isClosed: () => state.isClosed,
  };
}

function waitInLine(
  queue: Waiting[],
  rank: number,
  { waitMs, onShed }: { readonly waitMs: number; readonly onShed: () => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const mine: Waiting = {
      rank,
      enter: () => {
        clearTimeout(timer);
        resolve();
      },
      refuse: (why) => {
        clearTimeout(timer);
        onShed();
        reject(why);
      },
    };
    const timer = setTimeout(() => {
      queue.splice(queue.indexOf(mine), 1);
      mine.refuse(overloaded());
    }, waitMs);
    const after = queue.findIndex((other) => other.rank > rank);
    queue.splice(after === -1 ? queue.length : after, 0, mine);
  });
}

function overloaded(): ApplianceError {
  return new ApplianceError('overloaded', 'Too many messages at once; try again in a moment');
}
