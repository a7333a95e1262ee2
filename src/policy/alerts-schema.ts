import { z } from 'zod';
import { id, wording } from './schema-parts.ts';

/** A metric as `/metrics` names it, and of its series those whose labels have one of these values. */
const metric = z.string().regex(/^confidant_[a-z_]+$/u, 'is no metric of /metrics');
const values = z.union([z.string(), z.array(z.string()).min(1)]);
const where = z.record(z.string(), values).default({});
export type LabelFilter = z.infer<typeof where>;
const share = z.number().min(0).max(1);
const withinMinutes = z.number().min(0.1).max(10_080);

/** What a rule looks at. All of it is few-valued: names of parts, and numbers of `/metrics`. */
const alertWhen = z.discriminatedUnion('kind', [
  /** A part, as `/readyz` names it, is in one of these states. */
  z.strictObject({ kind: z.literal('part'), part: z.string(), is: z.array(z.string()).min(1) }),
  /** A number that goes up and down, its series taken together, is beyond a bound. */
  z
    .strictObject({
      kind: z.literal('gauge'),
      metric,
      where,
      take: z.enum(['sum', 'max']).default('sum'),
      above: z.number().optional(),
      below: z.number().optional(),
    })
    .refine(({ above, below }) => (above === undefined) !== (below === undefined), 'needs "above" or "below"'),
  /** A counter grew by so much. */
  z.strictObject({ kind: z.literal('growth'), metric, where, atLeast: z.number().positive(), withinMinutes }),
  /** Of what a counter counted (`among`), so large a share is this (`where`). */
  z.strictObject({
    kind: z.literal('share'),
    metric,
    where,
    among: where,
    above: share,
    /** Fewer say nothing. */
    atLeast: z.int().min(1),
    withinMinutes,
  }),
  /** The same share is so many times what it was in the longer time before. */
  z.strictObject({
    kind: z.literal('jump'),
    metric,
    where,
    among: where,
    times: z.number().min(1.1),
    /** Shares below this are no jump, whatever they were before. */
    above: share,
    atLeast: z.int().min(1),
    withinMinutes,
    comparedMinutes: withinMinutes,
  }),
]);
export type AlertWhen = z.infer<typeof alertWhen>;

export const alertSeverities = ['critical', 'warning', 'info'] as const;
const severity = z.enum(alertSeverities);
export type AlertSeverity = (typeof alertSeverities)[number];

const series = z
  .array(z.strictObject({ labels: z.record(z.string(), z.string()).default({}), value: z.number() }))
  .min(1);

/** Something that may be seen, so that it can be tried whether people would be told. */
const alertExample = z.strictObject({
  /** Of a part. */
  state: z.string().optional(),
  /** Of a metric: where a gauge stands, or how much a counter grew within the time the rule looks at. */
  series: series.optional(),
  /** For a `jump`: how much the counter grew in the longer time before. */
  before: series.optional(),
  /** How long it stays so; left out, as long as the rule asks for. */
  lastsSeconds: z.int().min(0).max(86_400).optional(),
});
export type AlertExample = z.infer<typeof alertExample>;

const alertRule = z.strictObject({
  id,
  severity,
  when: alertWhen,
  /** How long it must hold before anybody is told. */
  forSeconds: z.number().int().min(0).max(86_400).default(0),
  /** How long it must not hold before it is over. */
  clearSeconds: z.number().int().min(0).max(86_400).default(60),
  /** How long after it was over nobody is told again. */
  cooldownMinutes: z.number().int().min(0).max(10_080).default(15),
  /** What is wrong and what to do, for whoever reads it. */
  text: wording,
  /** What people are told of, and what looks like it and they are not told of. */
  examples: z.array(alertExample).default([]),
  not: z.array(alertExample).default([]),
});
export type AlertRule = z.infer<typeof alertRule>;

const webhook = z.strictObject({
  id,
  /** An address of the site: whatever name stands here, it must lead to a private address. */
  url: z.url({ protocol: /^https?$/u }),
  /** Variable of the environment that holds the secret both sides sign with (`whsec_…`). */
  secret: z.string().regex(/^CONFIDANT_SECRET_[A-Z0-9_]+$/u, 'must begin with CONFIDANT_SECRET_'),
  severities: z
    .array(severity)
    .min(1)
    .default([...alertSeverities]),
  timeoutMs: z.number().int().min(100).max(30_000).default(5_000),
});
export type WebhookSpec = z.infer<typeof webhook>;

export const alertsSchema = z.strictObject({
  rules: z.array(alertRule).default([]),
  webhooks: z.array(webhook).max(8).default([]),
});
