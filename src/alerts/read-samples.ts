import type { LabelFilter } from '../policy/alerts-schema.ts';

/** One value of a metric, with its labels. */
export interface MetricSample {
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  readonly value: number;
}

/** What rules look at, read once for all of them. */
export interface AlertReadings {
  /** Series of a counter or gauge; none where it has no value yet. */
  samples(metric: string): readonly MetricSample[];
  /** State of a part as `/readyz` tells it. */
  state(part: string): string | undefined;
}

/** Series that have one of the wanted values for each label named. */
export function samplesWhere(samples: readonly MetricSample[], where: LabelFilter): readonly MetricSample[] {
  const wanted = Object.entries(where).map(([name, values]) => [name, [values].flat()] as const);
  return samples.filter(({ labels }) =>
    wanted.every(([name, values]) => values.includes(String(Object.hasOwn(labels, name) ? labels[name] : ''))),
  );
}

export function sumOf(samples: readonly MetricSample[]): number {
  return samples.reduce((sum, { value }) => sum + value, 0);
}
