import type { z } from '@hono/zod-openapi';
import type { handoverSchema } from '../../src/http/schemas/handover-schemas.ts';

/** A handover as staff read it. */
export type StoryHandover = z.infer<typeof handoverSchema>;
