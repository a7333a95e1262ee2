import { describe, expect, it } from 'vitest';
import { createTextRedaction } from './redact-text.ts';

describe('createTextRedaction', () => {
  it('redacts each text by itself', async () => {
    const redactText = createTextRedaction();
    const first = await redactText('mail a@b.example', { language: 'en' });
    const second = await redactText('mail c@d.example');
    expect(first.redacted).toBe('mail [EMAIL_1]');
    expect(second.redacted).toBe('mail [EMAIL_1]');
    expect(first.entities).toEqual([
      { type: 'EMAIL', start: 5, end: 16, score: 0.99, source: 'pattern:email', placeholder: '[EMAIL_1]' },
    ]);
    expect(first.complete).toBe(true);
  });
});
