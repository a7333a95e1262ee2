import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Appliance } from './compose.ts';
import { percentile, readable } from './telemetry/percentile.ts';

/** One line of a bench, in the shape of the contract (`api.md`, bench). Times in milliseconds. */
export interface BenchRow {
  readonly engine: 'confidant' | 'bare';
  readonly work: string;
  readonly concurrency: number;
  readonly ms: { readonly p50: number; readonly p95: number };
  readonly perSecond: number;
  readonly tokensPerSecond?: number;
  readonly firstTokenMs?: { readonly p50: number; readonly p95: number };
  readonly firstSentenceMs?: { readonly p50: number; readonly p95: number };
  /** Share of turns with each outcome. */
  readonly outcomes?: Readonly<Record<string, number>>;
}

/** A server with an appliance behind it, and the questions it is asked. */
export interface Bench {
  readonly appliance: Appliance;
  readonly address: string;
  /** A key whose role sees timings. */
  readonly key: string;
  readonly questions: readonly string[];
}

export interface TurnRows {
  readonly row: BenchRow;
  readonly stages: Readonly<Record<string, { readonly p50: number; readonly p95: number }>>;
}

/** What any retrieval script does, and nothing else: embed the question, search the index. */
export async function benchBare({ appliance, questions }: Bench, rounds: number): Promise<BenchRow> {
  const { embedder } = appliance.engines;
  const collection = appliance.stages.defaultCollection();
  const times = await runAtOnce(take(questions, rounds), 1, async (question) => {
    const begun = performance.now();
    const [vector] = await embedder.embed([question]);
    if (vector) await appliance.store.passageIndex.search(collection, vector, 5);
    return performance.now() - begun;
  });
  return { engine: 'bare', work: 'embed+search', concurrency: 1, ...summary(times.results, times.seconds) };
}

/** Whole turns over HTTP, sealed, each in a conversation of its own. */
export async function benchTurns(bench: Bench, work: string, concurrency: number, rounds: number): Promise<TurnRows> {
  const outcomes: Record<string, number> = {};
  const stages = new Map<string, number[]>();
  const first: number[] = [];
  const asked: { readonly id: string; readonly question: string }[] = [];
  for (const question of take(bench.questions, rounds)) asked.push({ id: await startConversation(bench), question });
  const turns = await runAtOnce(asked, concurrency, async ({ id, question }) => {
    const turn = await postMessage(bench, id, question);
    const label = turn.mode === null ? turn.outcome : `${turn.outcome}-${turn.mode}`;
    outcomes[label] = (outcomes[label] ?? 0) + 1;
    if (turn.firstSentenceMs !== null) first.push(turn.firstSentenceMs);
    for (const [stage, { ms }] of Object.entries(turn.timings)) stages.set(stage, [...(stages.get(stage) ?? []), ms]);
    return turn.ms;
  });
  const row: BenchRow = { engine: 'confidant', work, concurrency, ...summary(turns.results, turns.seconds), outcomes };
  const perStage = [...stages].map(([stage, times]) => [stage, spread(times)] as const);
  return {
    row: first.length > 0 ? { ...row, firstSentenceMs: spread(first) } : row,
    stages: Object.fromEntries(perStage),
  };
}

/** The text engine alone: completions of one prompt shape. */
export async function benchGeneration(
  { appliance, questions }: Bench,
  concurrency: number,
  rounds: number,
): Promise<BenchRow | null> {
  const { generator } = appliance.engines;
  if (generator?.isReady() !== true) return null;
  const first: number[] = [];
  let tokens = 0;
  const runs = await runAtOnce(take(questions, rounds), concurrency, async (question) => {
    const begun = performance.now();
    const stream = generator.generate({ system: 'Answer briefly.', user: question, maxTokens: 64 });
    let step = await stream.next();
    first.push(performance.now() - begun);
    while (step.done !== true) step = await stream.next();
    tokens += step.value.completionTokens;
    return performance.now() - begun;
  });
  const base = { engine: 'confidant', work: 'engine', concurrency, ...summary(runs.results, runs.seconds) } as const;
  return { ...base, tokensPerSecond: readable(tokens / runs.seconds), firstTokenMs: spread(first) };
}

/** Redaction alone, per message. */
export async function benchRedaction({ appliance, questions }: Bench, rounds: number): Promise<BenchRow> {
  const runs = await runAtOnce(take(questions, rounds), 1, async (question) => {
    const begun = performance.now();
    appliance.stages.findPersonalData(question);
    return performance.now() - begun;
  });
  return { engine: 'confidant', work: 'redact', concurrency: 1, ...summary(runs.results, runs.seconds) };
}

/** Memory of the server and its engines, in MiB: what several of them share, such as the runtime, counts once (PSS). */
export function memoryMegabytes(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0; // Not Linux, or gone: counted as nothing, and the row says how many processes were seen.
    }
  });
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

export function machineOf(): { readonly cores: number; readonly cpu: string } {
  const processors = cpus();
  return { cores: processors.length, cpu: processors[0]?.model.trim() ?? 'unknown' };
}

/** One turn in a conversation of its own; answers its id. */
export async function askOnce(bench: Bench, question: string): Promise<string> {
  const id = await startConversation(bench);
  await postMessage(bench, id, question);
  return id;
}

async function startConversation({ address, key }: Bench): Promise<string> {
  const response = await fetch(`${address}/v1/conversations`, {
    method: 'POST',
    headers: headersOf(key),
    body: '{"channel":"bench"}',
  });
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
}

interface AskedTurn {
  readonly ms: number;
  readonly outcome: string;
  readonly mode: string | null;
  readonly firstSentenceMs: number | null;
  readonly timings: Readonly<Record<string, { readonly ms: number }>>;
}

/** Asks as a kiosk does, with an event stream, and takes the time of the first sentence from it. */
async function postMessage({ address, key, appliance }: Bench, id: string, text: string): Promise<AskedTurn> {
  const begun = performance.now();
  const response = await fetch(`${address}/v1/conversations/${id}/messages`, {
    method: 'POST',
    headers: { ...headersOf(key), accept: 'text/event-stream' },
    body: JSON.stringify({ text }),
  });
  let firstSentenceMs: number | null = null;
  let seen = '';
  for await (const chunk of response.body ?? []) {
    seen += Buffer.from(chunk).toString('utf8');
    if (firstSentenceMs === null && seen.includes('event: sentence')) firstSentenceMs = performance.now() - begun;
  }
  const ms = performance.now() - begun;
  const view = await appliance.store.records.turnView(id, 1);
  return {
    ms,
    outcome: view?.outcome ?? 'failed',
    mode: view?.reply?.mode ?? null,
    firstSentenceMs,
    timings: view?.timings ?? {},
  };
}

function headersOf(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}

/** Runs work over items, so many at once, and says how long it all took. */
async function runAtOnce<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): Promise<{ readonly results: readonly Result[]; readonly seconds: number }> {
  const begun = performance.now();
  const results: Result[] = [];
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { results, seconds: (performance.now() - begun) / 1000 };
}

function take(questions: readonly string[], count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => questions[(index * 7) % questions.length] ?? '');
}

/** Times in milliseconds, all of them done in so many seconds. */
export function summary(times: readonly number[], seconds: number): Pick<BenchRow, 'ms' | 'perSecond'> {
  return { ms: spread(times), perSecond: readable(times.length / seconds) };
}

function spread(times: readonly number[]): { readonly p50: number; readonly p95: number } {
  return { p50: readable(percentile(times, 0.5)), p95: readable(percentile(times, 0.95)) };
}
