/** A prompt in tokens. The first `sharedTokens` depend on the system text alone. */
export interface PromptTokens<Token> {
  readonly tokens: readonly Token[];
  readonly sharedTokens: number;
}

/** How the next token is chosen. Temperature 0 takes the likeliest. */
export interface Sampling {
  readonly temperature: number;
  readonly seed: number;
}

/** Tokens that are weighed as the next one, in place of choosing it: the work is over with the prompt. */
export interface Weighing<Token> {
  readonly weighed: readonly Token[];
  /** Called once, before the work is over. */
  onLogits(logits: ReadonlyMap<Token, number>): void;
}

/** Somebody's completion or decision, as a seat sees it. */
export interface SeatWork<Token> {
  readonly prompt: PromptTokens<Token>;
  readonly sampling: Sampling | Weighing<Token>;
}

/** One sequence of the engine, with what it remembers of earlier prompts. */
export interface Seat<Token> {
  readonly isFree: boolean;
  /** Whether its prompt is not read to the end. */
  readonly isReading: boolean;
  /** Tokens the next step will put into the batch. */
  readonly nextTokens: number;
  /** Tokens at the start of the prompt that need no evaluation here. */
  warmTokensOf(prompt: PromptTokens<Token>): number;
  take(work: SeatWork<Token>): Promise<void>;
  /**
   * Queues the next evaluation and answers the token it chooses: undefined when the completion is over,
   * `'prompt'` while the prompt is being read.
   */
  step(): Promise<Token | 'prompt' | undefined>;
  /** Ends the work. After a fault nothing is remembered. */
  leave(fault?: unknown): Promise<void>;
}

/** One completion to run. */
export interface Completion<Token> extends SeatWork<Token> {
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  /** Called once a token, while the next one is being computed. */
  onToken(token: Token): void;
}

interface Job<Token> {
  readonly completion: Completion<Token>;
  readonly finish: (completionTokens: number) => void;
  readonly fail: (fault: unknown) => void;
  seat: Seat<Token> | undefined;
  /** Rises with every job seated. */
  turn: number;
  tokens: number;
  isOver: boolean;
  fault: unknown;
}

/**
 * Drives all running completions together: each step queues exactly one evaluation of every seat, in the order of
 * their sequence ids, and waits for all of them, because the engine batches only consecutive ids that are queued before
 * it dispatches. A long prompt takes part in cuts, so it delays its neighbours by a cut and never by the whole prompt.
 */
export class Lockstep<Token> {
  readonly #seats: readonly Seat<Token>[];
  readonly #stepTokens: number;
  readonly #isStop: (token: Token) => boolean;
  readonly #waiting: Job<Token>[] = [];
  readonly #seated: Job<Token>[] = [];
  #isRunning = false;
  readonly #lastTurnOf = new Map<Seat<Token>, number>();
  #turns = 0;

  /**
   * @param seats in the order of their sequence ids
   * @param options.stepTokens most tokens of prompts and completions in one step
   */
  constructor(seats: readonly Seat<Token>[], options: { stepTokens: number; isStop: (token: Token) => boolean }) {
    this.#seats = seats;
    this.#stepTokens = options.stepTokens;
    this.#isStop = options.isStop;
  }

  /** Runs one completion. Answers how many tokens it gave. An aborted signal ends it after the step at hand. */
  run(completion: Completion<Token>): Promise<number> {
    return new Promise((finish, fail) => {
      this.#waiting.push({
        completion,
        finish,
        fail,
        seat: undefined,
        turn: 0,
        tokens: 0,
        isOver: false,
        fault: undefined,
      });
      if (!this.#isRunning) void this.#drive();
    });
  }

  async #drive(): Promise<void> {
    this.#isRunning = true;
    // Calls of the same moment start in the same step.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0 || this.#seated.length > 0) {
        await this.#seatWaiting();
        await this.#step();
        await this.#dismissFinished();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  async #seatWaiting(): Promise<void> {
    for (const job of this.#waiting.splice(0)) {
      const seat = job.completion.signal.aborted ? undefined : this.#bestSeatFor(job);
      if (job.completion.signal.aborted) job.finish(0);
      else if (seat === undefined) this.#waiting.push(job);
      else await this.#seat(job, seat);
    }
    this.#seated.sort((a, b) => this.#indexOf(a) - this.#indexOf(b));
  }

  async #seat(job: Job<Token>, seat: Seat<Token>): Promise<void> {
    this.#turns += 1;
    job.seat = seat;
    job.turn = this.#turns;
    this.#lastTurnOf.set(seat, this.#turns);
    this.#seated.push(job);
    await seat.take(job.completion).catch((fault: unknown) => endWith(job, fault));
  }

  /** The free seat with the warmest start of this prompt; among equals the one longest unused. */
  #bestSeatFor(job: Job<Token>): Seat<Token> | undefined {
    let best: { seat: Seat<Token>; warm: number; turn: number } | undefined;
    for (const seat of this.#seats) {
      if (!seat.isFree) continue;
      const warm = seat.warmTokensOf(job.completion.prompt);
      const turn = this.#lastTurnOf.get(seat) ?? 0;
      const isBetter = best === undefined || warm > best.warm || (warm === best.warm && turn < best.turn);
      if (isBetter) best = { seat, warm, turn };
    }
    return best?.seat;
  }

  async #step(): Promise<void> {
    const active = this.#seated.filter((job) => !job.isOver);
    const readers = this.#readersOf(active);
    await Promise.all(active.filter((job) => !isReading(job) || readers.has(job)).map((job) => this.#stepOf(job)));
  }

  /** Who may read a cut of its prompt in this step: first come, first served, as far as the batch has room. */
  #readersOf(active: readonly Job<Token>[]): ReadonlySet<Job<Token>> {
    const readers = active.filter(isReading).sort((a, b) => a.turn - b.turn);
    let room = this.#stepTokens - (active.length - readers.length);
    const admitted = new Set<Job<Token>>();
    for (const job of readers) {
      room -= job.seat?.nextTokens ?? 0;
      if (room < 0 && admitted.size > 0) break;
      admitted.add(job);
    }
    return admitted;
  }

  async #stepOf(job: Job<Token>): Promise<void> {
    const { completion, seat } = job;
    if (completion.signal.aborted) job.isOver = true;
    if (job.isOver || seat === undefined) return;
    try {
      const token = await seat.step();
      if (token === 'prompt') return;
      if (token === undefined || this.#isStop(token)) {
        job.isOver = true;
        return;
      }
      job.tokens += 1;
      job.isOver = job.tokens >= completion.maxTokens;
      afterDispatch(() => completion.onToken(token));
    } catch (fault) {
      endWith(job, fault);
    }
  }

  async #dismissFinished(): Promise<void> {
    for (const job of this.#seated.filter((candidate) => candidate.isOver)) {
      this.#seated.splice(this.#seated.indexOf(job), 1);
      await job.seat?.leave(job.fault);
      // In line behind the last `onToken`, so that every piece is sent before the answer.
      afterDispatch(() => (job.fault === undefined ? job.finish(job.tokens) : job.fail(job.fault)));
    }
  }

  #indexOf(job: Job<Token>): number {
    return job.seat === undefined ? -1 : this.#seats.indexOf(job.seat);
  }
}

function isReading<Token>(job: Job<Token>): boolean {
  return job.seat?.isReading === true;
}

function endWith<Token>(job: Job<Token>, fault: unknown): void {
  job.isOver = true;
  job.fault = fault;
}

/** Runs once the next batch is on its way, so that text is made while the engine computes. */
function afterDispatch(work: () => void): void {
  // The engine dispatches in one `setImmediate`, queued after this one: two turns are needed to come behind it.
  setImmediate(() => setImmediate(work));
}
