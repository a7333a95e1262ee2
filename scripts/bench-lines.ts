import { readdirSync, readFileSync } from 'node:fs';
import type { BenchRow } from '../src/compose-bench.ts';

interface BenchReport {
  readonly machine: { readonly cores: number; readonly cpu: string };
  readonly at: string;
  readonly rows: readonly BenchRow[];
  readonly stages: Readonly<Record<string, { readonly p50: number; readonly p95: number }>>;
  readonly memoryMb: number;
  /** Quoted turn against embedding and searching alone, both at the median. */
  readonly ratio: number;
}

/** Engines this process started: found in /proc, so that a bench needs no hook in them. */
export function childProcesses(parent: number = process.pid): readonly number[] {
  try {
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    return pids.filter((pid) => parentOf(pid) === parent);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  try {
    return Number(/PPid:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? -1);
  } catch {
    return -1;
  }
}

export function toBenchLines(report: BenchReport): readonly string[] {
  const { machine, at, rows, stages, memoryMb, ratio } = report;
  return [
    `${machine.cores} × ${machine.cpu}, ${at}`,
    '',
    '| work | at once | p50 ms | p95 ms | per second | besides |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...rows.map(toRow),
    '',
    '| stage of a quoted turn | p50 ms | p95 ms |',
    '| --- | ---: | ---: |',
    ...Object.entries(stages).map(([stage, { p50, p95 }]) => `| ${stage} | ${p50} | ${p95} |`),
    '',
    `A quoted turn takes ${ratio.toFixed(2)} × the time of embedding and searching alone (medians).`,
    `Memory of server and engines after the quoted turns: ${memoryMb} MiB.`,
  ];
}

function toRow(row: BenchRow): string {
  const besides = [
    row.tokensPerSecond === undefined ? '' : `${row.tokensPerSecond} tokens/s`,
    row.firstTokenMs ? `first token ${row.firstTokenMs.p50} / ${row.firstTokenMs.p95}` : '',
    row.firstSentenceMs ? `first sentence ${row.firstSentenceMs.p50} / ${row.firstSentenceMs.p95}` : '',
    row.outcomes
      ? Object.entries(row.outcomes)
          .map(([outcome, count]) => `${outcome} ${count}`)
          .join(', ')
      : '',
  ].filter((one) => one !== '');
  return `| ${row.engine} ${row.work} | ${row.concurrency} | ${row.ms.p50} | ${row.ms.p95} | ${row.perSecond} | ${besides.join('; ')} |`;
}
