/** What was found of an engine's files. */
export interface FoundFiles {
  /** Whether an engine on them lacks nothing; one that lacks something is replaced once it need not. */
  readonly isWhole: boolean;
}

interface Closable {
  close(): Promise<void>;
}

export interface LateEngineOptions<Files extends FoundFiles, Engine extends Closable> {
  /** Looks whether the files are right; cheap while nothing about them changes. @throws {ModelError} */
  findFiles(): Promise<Files>;
  /** An aborted signal ends the start, with nothing left of it. @throws {ModelError} */
  start(files: Files, signal: AbortSignal): Promise<Engine>;
  /** Told what serves from now on. */
  onOpened(files: Files): void;
  /** Told why nothing serves, after each attempt. */
  onProblem(error: unknown): void;
}

/** How long until the files are looked at again: sizes and dates, as long as they are those that were wrong before. */
const LOOK_PAUSE_MS = 1_000;
/** The longest pause after starts that failed although the files are right: each costs a process. */
const LONGEST_PAUSE_MS = 30_000;

/** An engine that is opened when it can be: at once, or later, when its files have become good. */
export class LateEngine<Files extends FoundFiles, Engine extends Closable> {
  readonly #options: LateEngineOptions<Files, Engine>;
  readonly #leaving = new AbortController();
  #engine: Engine | undefined;
  #isWhole = false;
  #failedStarts = 0;
  #timer: NodeJS.Timeout | undefined;
  #starting: Promise<void> | undefined;

  constructor(options: LateEngineOptions<Files, Engine>) {
    this.#options = options;
  }

  /** What serves now. */
  get current(): Engine | undefined {
    return this.#engine;
  }

  /** One attempt; what is wrong with it is told to `onProblem`. `prepare` has the engine before anybody else. */
  async open(prepare: (engine: Engine) => Promise<void> = async () => undefined): Promise<void> {
    try {
      const files = await this.#findFiles();
      // What serves is replaced only by something better, and nothing is started for one who leaves.
      if (this.#leaving.signal.aborted || (this.#engine !== undefined && !files.isWhole)) return;
      this.#starting = this.#replace(files, prepare);
      await this.#starting;
    } catch (error) {
      if (this.#engine === undefined) this.#options.onProblem(error);
    }
  }

  /** Tries again in the background until the engine is there and whole. */
  keepTrying(prepare: (engine: Engine) => Promise<void>): void {
    if (this.#isWhole || this.#leaving.signal.aborted) return;
    const pause = Math.min(LONGEST_PAUSE_MS, LOOK_PAUSE_MS * 2 ** this.#failedStarts);
    this.#timer = setTimeout(() => void this.open(prepare).then(() => this.keepTrying(prepare)), pause);
    this.#timer.unref();
  }

  /** Tries no more: a start under way is ended, what serves goes on. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#leaving.abort();
    await this.#starting?.catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#engine?.close();
  }

  async #findFiles(): Promise<Files> {
    try {
      return await this.#options.findFiles();
    } catch (error) {
      this.#failedStarts = 0;
      throw error;
    }
  }

  async #replace(files: Files, prepare: (engine: Engine) => Promise<void>): Promise<void> {
    this.#failedStarts += 1;
    const engine = await this.#start(files, prepare);
    const before = this.#engine;
    this.#engine = engine;
    this.#isWhole = files.isWhole;
    this.#failedStarts = 0;
    this.#options.onOpened(files);
    // It ends the calls it has; those that come go to the one after it.
    await before?.close();
  }

  async #start(files: Files, prepare: (engine: Engine) => Promise<void>): Promise<Engine> {
    const { signal } = this.#leaving;
    const engine = await this.#options.start(files, signal);
    let closing: Promise<void> | undefined;
    const leave = (): void => {
      closing = engine.close();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      signal.throwIfAborted();
      await prepare(engine);
      signal.throwIfAborted();
      return engine;
    } catch (error) {
      await (closing ?? engine.close());
      throw error;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
