import { z } from 'zod';
import { handoverReasons, priorities } from '../conversation/outcome.ts';
import { actionsSchema } from './actions-schema.ts';
import { alertsSchema } from './alerts-schema.ts';
import { privacySchema } from './privacy-schema.ts';
import { messageExamples, replyExamples, signalExamples, turnExamples } from './rule-examples.ts';
import { id, phrase, sentence, wording } from './schema-parts.ts';

const priority = z.enum(priorities);
const reason = z.enum(handoverReasons);
const mode = z.enum(['quoted', 'composed', 'scripted']);

const share = z.number().min(0).max(1);
const judgeSchema = z.strictObject({
  /** Where the classifier cannot tell whether a message is for this assistant; below the band nobody is asked. */
  inScope: z
    .strictObject({ from: share, below: share })
    .refine(({ from, below }) => from <= below, 'ends before it begins'),
  /** Where the second intent is so near to the first. */
  marginBelow: share,
  /** What the judge counts against the classifier. */
  weight: share,
});

const intentsSchema = z.strictObject({
  intents: z
    .array(
      z.strictObject({
        id,
        title: sentence,
        category: z.enum(['billing', 'technical', 'account', 'shipping', 'returns', 'general', 'legal']),
        queue: id,
        urgency: priority,
        sensitive: z.boolean(),
        modes: z.array(mode).min(1),
        examples: z.array(sentence).min(3),
      }),
    )
    .min(1),
  outOfScope: z.array(sentence).min(1),
  /** When a text model that has passed its examination is asked which intent a message has; never, where this is absent. */
  judge: judgeSchema.optional(),
});

const scopeSchema = z.strictObject({
  /** Intents answered by a scripted text instead of knowledge. */
  scripted: z.array(z.strictObject({ intent: id, text: wording, ...turnExamples })),
  /** Intents that always go to a person, with the reason recorded. */
  handover: z.array(z.strictObject({ intent: id, reason, ...turnExamples })),
  languages: z.array(z.string()).min(1),
  defaultLanguage: z.string(),
  /** Audiences of documents a tier may be shown. */
  audiences: z.record(z.string(), z.array(z.string()).min(1)),
});

/** See {@link isPhrasePattern} for the notation. */
const phrases = z.array(phrase).min(1);

const contentSchema = z.strictObject({
  prohibitedTopics: z.array(z.strictObject({ id, phrases, alternative: wording, ...messageExamples })),
  disclosures: z.strictObject({
    firstMessage: z.strictObject({ version: z.string(), text: wording }),
    dataNotice: z.strictObject({ version: z.string(), text: wording }),
  }),
  /** Promises the assistant may not make unless an approved passage makes them in the same words. */
  commitments: z.array(z.strictObject({ id, phrases, ...replyExamples })),
  maxSentences: z.number().int().min(1).max(12),
  maxCharacters: z.number().int().min(100).max(8_000),
});

const sensitiveSchema = z.strictObject({
  handlers: z.array(
    z.strictObject({
      id,
      reason,
      queue: id.optional(),
      priority,
      phrases,
      unless: z.array(phrase).default([]),
      message: wording.optional(),
      ...messageExamples,
    }),
  ),
  /** In the currency of the messages; currencies are taken at par. */
  disputeThreshold: z.number().positive(),
});

const emotions = ['neutral', 'frustrated', 'angry', 'worried', 'sad', 'grateful', 'confused'] as const;
export type Emotion = (typeof emotions)[number];

const toneSchema = z.strictObject({
  prohibitedPhrases: z.array(sentence).min(1),
  acknowledgements: z.partialRecord(z.enum(emotions), wording),
  clarify: wording,
  withPerson: wording,
  /** Words that carry a mood, each with its weight; used beside the statistics. */
  moods: z.partialRecord(z.enum(emotions), phrases),
});

const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
/** Quarter hours from 00:00 to 24:00; past midnight is a range of the next day. */
const openRange = z
  .string()
  .regex(
    /^(?:[01]\d|2[0-3]):(?:00|15|30|45)-(?:(?:[01]\d|2[0-3]):(?:00|15|30|45)|24:00)$/u,
    'is no range of quarter hours',
  )
  .refine((range) => range.slice(0, 5) < range.slice(6), 'ends before it begins');
const hoursSchema = z.strictObject({
  timezone: z.string().refine(isTimeZone, 'is no time zone of this machine'),
  days: z.partialRecord(weekday, z.array(openRange)),
  holidays: z.array(z.iso.date()).default([]),
});

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const minutes = z.number().int().min(1).max(10_080);
/** When people of a queue work and how long customers usually wait for them, by priority. */
const terms = { hours: id.optional(), waitMinutes: z.partialRecord(priority, minutes).optional() };
const queueSchema = z.strictObject({
  title: sentence,
  ...terms,
  /** Looked after around the clock, whatever the hours. */
  alwaysFor: z.array(priority).default([]),
  /** Terms of a tier where they differ. */
  tiers: z.record(z.string(), z.strictObject(terms)).default({}),
});
/** What is said of the wait: while people are there, when they are back, and where nobody knows when. */
const waitWordings = {
  open: { en: 'Someone usually answers within {minutes} minutes.' },
  opens: { en: 'Our team is back on {opens}.' },
  closed: { en: 'Our team is not here at the moment.' },
};

/** Danger, a wish, and what says nothing of the matter itself. */
const alwaysAPerson: z.infer<typeof reason>[] = [
  'safety',
  'security',
  'person-requested',
  'unsupported-language',
  'redaction-uncertain',
  'interrupted',
  'appliance-fault',
  'overload',
  'stopped',
  'taken-over',
];

const escalationSchema = z.strictObject({
  turnLimit: z.number().int().min(1),
  hard: z.array(
    z.strictObject({
      id,
      stage: z.enum(['before', 'after']),
      when: sentence,
      reason,
      queue: id.optional(),
      priority: priority.optional(),
      ...turnExamples,
    }),
  ),
  soft: z.strictObject({
    threshold: z.number().positive(),
    perIntent: z.record(id, z.number().positive()).default({}),
    signals: z.array(z.strictObject({ id, when: sentence, weight: z.number().positive(), reason, ...signalExamples })),
  }),
  /** When clarifying is better than a person: asked once, early and with nothing at stake. */
  clarify: z.strictObject({ when: sentence, ...signalExamples }),
  /** Opening hours by name. */
  hours: z.record(id, hoursSchema).default({}),
  queues: z.record(id, queueSchema),
  waits: z.strictObject({ open: wording, opens: wording, closed: wording }).default(waitWordings),
  defaultQueue: id,
  tierQueues: z.record(z.string(), id).default({}),
  /** When the words that led to a person come again after that person is done: the customer is asked first. */
  afterReturn: z
    .strictObject({
      ask: wording,
      /** Reasons for which nobody is asked: they lead to a person every time. */
      exceptReasons: z.array(reason),
    })
    .default({
      ask: { en: 'A colleague has looked into this with you. Shall I pass you to a colleague once more?' },
      exceptReasons: alwaysAPerson,
    }),
  notices: z.partialRecord(reason, wording),
  defaultNotice: wording,
});

const budget = z.number().int().positive();
const limitsSchema = z.strictObject({
  budgetsMs: z.strictObject({
    redact: budget,
    recall: budget,
    triage: budget,
    /** Enforced as a deadline: at its end the classifier's reading stands. */
    judge: budget.default(400),
    decideBefore: budget,
    retrieve: budget,
    draft: budget,
    validate: budget,
    decideAfter: budget,
    /** Systems of record: identity, facts and the action itself. */
    act: budget.default(3_000),
    seal: budget,
  }),
  /** Enforced: a stage that leans on something outside the process is ended here, and its fallback taken. */
  deadlinesMs: z
    .strictObject({
      redact: budget.default(2_000),
      triage: budget.default(2_000),
      act: budget.default(5_000),
      draft: budget.default(4_000),
      /** The whole turn, from its place in the conversation to its seal. */
      turn: budget.default(12_000),
    })
    .prefault({}),
  composeTokens: z.number().int().min(16).max(1_024),
  passages: z.number().int().min(1).max(20),
  recallTurns: z.number().int().min(0).max(20),
  /** Short messages that become one turn: how long an unfinished one waits for the next, and how many there may be. */
  burst: z
    .strictObject({
      windowMs: z.number().int().min(0).max(5_000),
      messages: z.number().int().min(1).max(20),
    })
    .default({ windowMs: 250, messages: 6 }),
});

export const policySchemas = {
  intents: intentsSchema,
  scope: scopeSchema,
  content: contentSchema,
  sensitive: sensitiveSchema,
  tone: toneSchema,
  escalation: escalationSchema,
  privacy: privacySchema,
  limits: limitsSchema,
  actions: actionsSchema,
  alerts: alertsSchema,
} as const;

export type PolicyFileName = keyof typeof policySchemas;
export type PolicyFiles = { readonly [Name in PolicyFileName]: z.infer<(typeof policySchemas)[Name]> };
