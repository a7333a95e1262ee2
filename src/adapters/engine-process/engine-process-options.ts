/** What an engine in a process of its own is started with. */
export interface EngineProcessOptions {
  /** For messages: `text engine`. */
  readonly name: string;
  /** Entry file of the process; it calls `serveEngine`. */
  readonly module: URL;
  /** Settings of the next start, asked again at every restart. */
  settingsOfStart(): unknown;
  readonly environment: Readonly<Record<string, string>>;
  /** Calls accepted and not yet answered; one more gets `queue-full`. */
  readonly maxCalls: number;
  /** A start that takes longer is a crash. */
  readonly startDeadlineMs?: number;
  /** Waits for the first call with its process, so that an engine nobody asks costs no memory. */
  readonly startsAtFirstCall?: boolean | undefined;
  /** Told at each start what the process says of itself. */
  readonly onReady?: ((facts: unknown) => void) | undefined;
  /**
   * Before a start that `open` does not make: what the engine was opened on may be another by now.
   *
   * @throws to start none
   */
  readonly beforeLateStart?: (() => Promise<void>) | undefined;
  /** Aborted before the engine is ready, it ends the start and its process. */
  readonly signal?: AbortSignal | undefined;
}
