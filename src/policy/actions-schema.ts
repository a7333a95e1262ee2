import { z } from 'zod';
import { handoverReasons } from '../conversation/outcome.ts';
import { id, phrase, sentence, wording } from './schema-parts.ts';

const phrases = z.array(phrase);
/** A name in a system of record, as its owner spells it. */
const foreignName = z.string().regex(/^[A-Za-z][\w.-]{0,99}$/u, 'is no name of an operation or a parameter');
/** Names of values in templates and conditions. */
const name = z.string().regex(/^[a-z][A-Za-z0-9_]{0,49}$/u, 'must be a plain name');
/** Where a value stands in an answer: keys with dots between them. */
const path = z.string().regex(/^[\w-]+(?:\.[\w-]+)*$/u, 'must be keys with dots between them');
/** Policy may name only variables made for this, so that no file can send out the rest of the environment. */
const secret = z.string().regex(/^CONFIDANT_SECRET_[A-Z0-9_]+$/u, 'must begin with CONFIDANT_SECRET_');
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const seconds = z.number().int().min(10).max(86_400);

const connectorBase = {
  timeoutMs: z.number().int().min(50).max(60_000).default(3_000),
  /** Longest answer that is read. */
  maxBytes: z.number().int().min(256).max(10_000_000).default(256_000),
};

/** What an operation of a sandbox does with its tables. */
const sandboxOperation = z.strictObject({
  table: z.string(),
  /** The row: by its key in the table, or by fields that must equal parameters. */
  key: name.optional(),
  match: z.record(path, name).default({}),
  /** Fields a row must have for the operation to be carried out. */
  require: z.record(path, scalar).default({}),
  /** Field → parameter: what is written. Absent for reading. */
  set: z.record(path, name).default({}),
  /** Field → value that is always written. */
  put: z.record(path, scalar).default({}),
});
export type SandboxOperation = z.infer<typeof sandboxOperation>;

const connector = z.discriminatedUnion('kind', [
  z.strictObject({
    ...connectorBase,
    kind: z.literal('sandbox'),
    /** JSON file of tables, relative to the policy folder. It is copied into memory and never written. */
    data: z.string(),
    operations: z.record(foreignName, sandboxOperation),
  }),
  z.strictObject({
    ...connectorBase,
    kind: z.literal('openapi'),
    /** OpenAPI 3.x document in JSON or YAML, relative to the policy folder. */
    document: z.string(),
    /** Where its paths begin, in place of the document's first server. */
    server: z.url().optional(),
    /** `host` or `host:port`; nothing else is ever called. */
    hosts: z.array(z.string().min(1)).min(1),
    /** Security scheme of the document → environment variable with its secret. */
    credentials: z.record(z.string(), secret).default({}),
    idempotencyHeader: z
      .string()
      .regex(/^[A-Za-z-]+$/u)
      .default('Idempotency-Key'),
  }),
  z.strictObject({
    ...connectorBase,
    kind: z.literal('mcp'),
    /** A server process, spoken to over its standard input and output. */
    command: z.array(z.string().min(1)).min(1).optional(),
    /** A server reached over streamable HTTP. */
    url: z.url().optional(),
    hosts: z.array(z.string().min(1)).default([]),
    /** Variable of the process, or header of the call → environment variable with its secret. */
    credentials: z.record(z.string(), secret).default({}),
  }),
]);
export type ConnectorSpec = z.infer<typeof connector>;

/** Where a parameter comes from: never from a model. The first source that has something wins. */
const source = z.union([
  z.strictObject({ entity: z.string().regex(/^[A-Z_]{1,24}$/u) }),
  /** `9` a digit, `A` a capital, `X` either, all else itself: `#W9999999`. */
  z.strictObject({ shape: z.string().min(3).max(40) }),
  /** Value → phrases that mean it. */
  z.strictObject({ words: z.record(z.string(), phrases.min(1)) }),
  /** The reference the customer was verified by. */
  z.strictObject({ customer: z.literal(true) }),
  /** The largest amount of money in the message. */
  z.strictObject({ amount: z.literal(true) }),
  z.strictObject({ constant: scalar }),
]);

const valueType = z.enum(['string', 'number', 'integer', 'boolean']);
const parameter = z.strictObject({
  /** As the system names it, where that is not the name used here. */
  name: foreignName.optional(),
  type: valueType,
  enum: z.array(scalar).min(1).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().int().min(1).max(1_000).default(200),
  required: z.boolean().default(true),
  from: z.array(source).min(1),
  /** Asked where nothing gave the value. Without a question such a turn goes on as if no action were meant. */
  ask: wording.optional(),
});

const operation = z
  .strictObject({
    id,
    title: sentence,
    /** Off by default: a fresh install touches no system of record. */
    enabled: z.boolean().default(false),
    connector: id,
    operation: foreignName,
    risk: z.enum(['read', 'write-reversible', 'write-irreversible']),
    /** `suggest` hands the action to staff as a proposal. Reads run, writes are suggestions, unless this says otherwise. */
    mode: z.enum(['run', 'suggest']).optional(),
    confirm: z.enum(['customer', 'staff', 'two-staff', 'nobody']).optional(),
    /** What personal data is used for; stands in the record of every call. */
    purpose: sentence,
    /** Intents that may call it; an operation of none is there for the facts of others. */
    intents: z.array(id).default([]),
    minConfidence: z.number().min(0).max(1).default(0.5),
    /** Words of which some must be there, and words that say it is something else. */
    phrases: phrases.default([]),
    unless: phrases.default([]),
    tiers: z.array(z.string()).optional(),
    audiences: z.array(z.string()).optional(),
    roles: z.array(z.enum(['kiosk', 'agent', 'reviewer', 'admin'])).default(['kiosk', 'agent', 'reviewer', 'admin']),
    needsIdentity: z.boolean().default(true),
    parameters: z.record(foreignName, parameter).default({}),
    /** Where the answer names its owner: it must be the verified customer, else nothing of it is shown or changed. */
    owner: path.optional(),
    /** What is read before the rules are asked. */
    facts: z
      .strictObject({ operation: id, values: z.record(name, z.strictObject({ type: valueType, at: path })) })
      .optional(),
    rules: z
      .array(
        z.strictObject({
          id,
          when: sentence,
          decide: z.enum(['allow', 'refuse', 'hand-over']),
          text: wording.optional(),
          reason: z.enum(handoverReasons).optional(),
        }),
      )
      .default([]),
    limits: z
      .strictObject({
        perConversation: z.number().int().min(1).optional(),
        perDay: z.number().int().min(1).optional(),
        amount: z.strictObject({ parameter: foreignName, maximum: z.number().positive() }).optional(),
      })
      .prefault({}),
    /** `key`: the connector makes one effect of a repeated key, so a lost answer may be asked for again. */
    idempotency: z.enum(['key', 'none']).default('none'),
    /** Credentials of the connector this operation may use; no other goes with its calls. */
    credentials: z.array(z.string()).default([]),
    /** The change in the customer's words; parameters and facts stand in braces. */
    show: wording.optional(),
    /** Values of the answer that may be said. They are kept like everything personal, unless `plain`. */
    result: z.record(name, z.strictObject({ at: path, plain: z.boolean().default(false) })).default({}),
    reply: wording.optional(),
    notFound: wording.optional(),
  })
  .refine((one) => one.risk !== 'write-irreversible' || one.confirm !== 'nobody', {
    path: ['confirm'],
    message: 'an irreversible operation needs somebody who confirms it',
  })
  .refine((one) => one.intents.length === 0 || one.reply !== undefined, { path: ['reply'], message: 'is missing' })
  .refine((one) => one.risk === 'read' || one.show !== undefined, {
    path: ['show'],
    message: 'is missing: a change has to be shown before it is made',
  });

const dialogue = z.strictObject({
  /** How long a step waits for its answer. */
  waitSeconds: seconds.default(300),
  no: phrases.min(1),
  yes: phrases.min(1),
  cancelled: wording,
  expired: wording,
  /** Said to a typed "yes": consent is given with the button of the step. */
  pressButton: wording,
  refused: wording,
});

const identity = z.strictObject({
  /** An operation that takes `reference`, `code` and `language`. Without one, codes go to a file for pilots. */
  sender: z
    .strictObject({ connector: id, operation: foreignName, credentials: z.array(z.string()).default([]) })
    .optional(),
  /** Whom a code is sent to: the customer's reference, from these sources. */
  reference: z.array(source).min(1),
  ask: wording,
  sent: wording,
  wrong: wording,
  refused: wording,
  onRefusal: z.enum(['answer', 'hand-over']).default('answer'),
  codeSeconds: seconds.default(300),
  tries: z.number().int().min(1).max(10).default(3),
  sendsPerHour: z.number().int().min(1).max(60).default(3),
});

export const actionsSchema = z
  .strictObject({
    connectors: z.record(id, connector).default({}),
    operations: z.array(operation).default([]),
    dialogue: dialogue.optional(),
    identity: identity.optional(),
  })
  .refine((file) => file.operations.length === 0 || (file.dialogue !== undefined && file.identity !== undefined), {
    path: ['dialogue'],
    message: '"dialogue" and "identity" are needed where there are operations',
  });
