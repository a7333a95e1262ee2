import { z } from '@hono/zod-openapi';

const by = z.object({ role: z.string(), key: z.string() });
const example = { subject: 's_6oSDaE1T2b9cQyGZ3kPz0w', by: { role: 'admin', key: 'k_admin_1' } };
const at = '2026-11-21T09:00:00.000Z';
/** Rows differ by table; the data map in the code says what each holds. */
const record = z.unknown();

export const bundleSchema = z
  .object({
    bundle: z.object({
      format: z.string(),
      subject: z.string(),
      exportedAt: z.string(),
      held: z.object({ at: z.string(), reason: z.string() }).nullable(),
      classes: z.array(record),
      conversations: z.array(record),
      records: z.record(z.string(), z.array(record)),
    }),
    page: z.string().openapi({ description: 'The bundle as one HTML page that needs nothing else' }),
  })
  .openapi('SubjectBundle', {
    example: {
      bundle: {
        format: 'confidant.subject/v1',
        subject: example.subject,
        exportedAt: at,
        held: null,
        classes: [{ class: 'conversation', basis: 'contract', purposes: ['answering'], keepDays: 180 }],
        conversations: [{ id: 'c_01J', startedAt: at, transcript: [] }],
        records: { turns: [{ turn: 1 }] },
      },
      page: '<!doctype html>',
    },
  });

export const certificateSchema = z
  .object({
    certificate: z.object({
      format: z.string(),
      id: z.string(),
      subject: z.string(),
      requestedAt: z.string(),
      erasedAt: z.string(),
      by,
      erased: z.array(z.object({ class: z.string(), how: z.enum(['row-deleted', 'key-destroyed']), records: z.int() })),
      kept: z.array(z.object({ table: z.string(), purpose: z.string() })),
      pagesRewritten: z.boolean(),
      log: z.object({ index: z.int(), leaf: z.string(), checkpoint: z.string() }),
    }),
    note: z
      .string()
      .openapi({ description: 'The certificate as a signed note (C2SP signed-note), by the key of the log' }),
  })
  .openapi('ErasureCertificate', {
    example: {
      certificate: {
        format: 'confidant.erasure/v1',
        id: 'e_01J',
        requestedAt: at,
        erasedAt: at,
        ...example,
        erased: [{ class: 'original', how: 'key-destroyed', records: 1 }],
        kept: [{ table: 'log_entries', purpose: 'The tamper-evident record' }],
        pagesRewritten: true,
        log: { index: 41, leaf: 'n4bQgYhM', checkpoint: 'confidant/49d441b0\n42\n…' },
      },
      note: 'confidant.erasure/v1\n{…}\n\n— confidant/49d441b0 …\n',
    },
  });

export const holdSchema = z
  .object({ subject: z.string(), held: z.object({ at: z.string(), by, reason: z.string() }).nullable() })
  .openapi('Hold', { example: { subject: example.subject, held: { at, by: example.by, reason: 'case 12' } } });

export const correctionSchema = z
  .object({ id: z.string(), subject: z.string(), at: z.string() })
  .openapi('Correction', { example: { id: 'q_01J', subject: example.subject, at } });

export const retentionSchema = z
  .object({
    at: z.string(),
    dryRun: z.boolean(),
    clockAheadOf: z.string().nullable().openapi({
      description: 'The latest time known, where the clock is so far ahead of it that nothing was deleted',
    }),
    purges: z.array(
      z.object({
        class: z.string(),
        before: z.string(),
        records: z.record(z.string(), z.int()),
      }),
    ),
  })
  .openapi('Retention', {
    example: {
      at,
      dryRun: false,
      clockAheadOf: null,
      purges: [{ class: 'replay', before: at, records: { answers: 12 } }],
    },
  });
