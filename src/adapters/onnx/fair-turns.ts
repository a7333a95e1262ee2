/** Every so many turns the oldest call has one, so that a stream of short calls cannot starve a long one. */
const OLDEST_EVERY = 4;

/** Work of one call: a number of equal steps. */
export interface SteppedWork {
  readonly stepsLeft: number;
  readonly signal: AbortSignal;
  /** Does one step. */
  step(): Promise<void>;
}

interface Entry {
  readonly work: SteppedWork;
  readonly finish: () => void;
  readonly fail: (fault: unknown) => void;
}

/**
 * Runs the steps of several calls in turn, the call with the fewest steps left first: a customer's question passes a
 * bulk load of documents after one step of it. Between steps the process reads its messages.
 */
export class FairTurns {
  readonly #entries: Entry[] = [];
  #turns = 0;
  #isRunning = false;

  run(work: SteppedWork): Promise<void> {
    return new Promise((finish, fail) => {
      this.#entries.push({ work, finish, fail });
      if (!this.#isRunning) void this.#drive();
    });
  }

  async #drive(): Promise<void> {
    this.#isRunning = true;
    for (let entry = this.#next(); entry !== undefined; entry = this.#next()) {
      await this.#stepOf(entry);
      if (this.#entries.length > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#isRunning = false;
  }

  async #stepOf(entry: Entry): Promise<void> {
    const { work } = entry;
    try {
      if (work.stepsLeft > 0 && !work.signal.aborted) await work.step();
      if (work.stepsLeft > 0 && !work.signal.aborted) return;
      entry.finish();
    } catch (fault) {
      entry.fail(fault);
    }
    this.#entries.splice(this.#entries.indexOf(entry), 1);
  }

  #next(): Entry | undefined {
    this.#turns += 1;
    if (this.#turns % OLDEST_EVERY === 0) return this.#entries[0];
    return this.#entries.reduce<Entry | undefined>(
      (best, entry) => (best === undefined || entry.work.stepsLeft < best.work.stepsLeft ? entry : best),
      undefined,
    );
  }
}
