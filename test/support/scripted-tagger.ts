import { setTimeout as sleep } from 'node:timers/promises';
import { ModelError, type ModelErrorCode } from '../../src/models/model-error.ts';
import { type LabelledSpan, MOST_CHARACTERS, type TokenClassifier } from '../../src/models/token-classifier.ts';

/** A token classifier that knows the given words and no others. It counts what it is asked, and fails when told to. */
export class ScriptedTagger implements TokenClassifier {
  readonly model = { id: 'scripted-names', sha256: '0'.repeat(64) };
  readonly asked: string[] = [];
  readonly #labels: Readonly<Record<string, string>>;
  readonly #faults: ModelErrorCode[] = [];
  readonly #running = new Set<AbortController>();
  #isOpen = true;

  /** @param labels word or words → label, in any case */
  constructor(labels: Readonly<Record<string, string>>) {
    this.#labels = Object.fromEntries(Object.entries(labels).map(([words, label]) => [words.toLowerCase(), label]));
  }

  async tag(text: string, signal?: AbortSignal): Promise<readonly LabelledSpan[]> {
    if (!this.#isOpen) throw new ModelError('engine-down', 'Cannot tag: the classifier is closed');
    if (text.length > MOST_CHARACTERS) throw new ModelError('prompt-too-long', 'Cannot tag: the text is too long');
    this.asked.push(text);
    const crash = new AbortController();
    this.#running.add(crash);
    // Long texts take longer here too.
    await sleep(text.length > 1_000 ? 5 : 0);
    this.#running.delete(crash);
    const fault = this.#faults.shift();
    if (fault !== undefined) throw new ModelError(fault, 'Cannot tag: the script says so');
    if (crash.signal.aborted) throw new ModelError('engine-down', 'Cannot tag: the classifier crashed');
    if (signal?.aborted === true) throw new ModelError('cancelled', 'Tagging was cancelled by its caller');
    return this.#spansOf(text);
  }

  #spansOf(text: string): LabelledSpan[] {
    const words = Object.keys(this.#labels).sort((one, other) => other.length - one.length);
    if (words.length === 0) return [];
    const known = words.map((entry) => entry.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    const shape = new RegExp(`(?<![\\p{L}\\p{N}])(?:${known})(?![\\p{L}\\p{N}])`, 'giu');
    return Array.from(text.matchAll(shape), (match) => {
      const label = this.#labels[match[0].toLowerCase()] ?? '';
      return { label, start: match.index, end: match.index + match[0].length, score: 1 };
    });
  }

  failNext(...faults: readonly ModelErrorCode[]): void {
    this.#faults.push(...faults);
  }

  /** Fails every call in flight with `engine-down`, as the death of an engine does. Later calls are served. */
  crash(): void {
    for (const running of this.#running) running.abort();
  }

  isReady(): boolean {
    return this.#isOpen;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.crash();
  }
}
