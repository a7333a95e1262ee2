import { z } from '@hono/zod-openapi';

export const revealedSchema = z
  .object({
    conversation: z.string(),
    placeholder: z.string(),
    type: z.string(),
    value: z.string(),
    expiresAt: z.string().openapi({ description: 'When a page has to hide the value again' }),
  })
  .openapi('Revealed', {
    example: {
      conversation: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG',
      placeholder: '[NAME_1]',
      type: 'NAME',
      value: 'Robin Example',
      expiresAt: '2026-11-21T09:05:00.000Z',
    },
  });
