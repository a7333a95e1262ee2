import { describe, expect, it } from 'vitest';
import { toBundlePage } from './bundle-page.ts';
import type { SubjectBundle } from './subject-bundle.ts';

const at = '2026-11-21T09:00:00.000Z';
const bundle: SubjectBundle = {
  format: 'confidant.subject/v1',
  subject: 's_1',
  exportedAt: at,
  held: { at, reason: '<b>case</b>' },
  classes: [
    {
      class: 'conversation',
      basis: 'contract',
      purposes: ['answering'],
      keepDays: 180,
      tables: [{ table: 'turns', purpose: 'What was asked', records: 3 }],
    },
  ],
  conversations: [
    {
      id: 'c_1',
      startedAt: at,
      keptUntil: at,
      basis: 'contract',
      channel: 'kiosk',
      transcript: [{ at, from: 'customer', text: `<script>alert('1')</script> & "you"` }],
    },
  ],
  records: { turns: [{ turn: 1, view: { outcome: 'answered' }, note: null }], feedback: [] },
};

describe('toBundlePage', () => {
  const page = toBundlePage(bundle);

  it('shows words as words, whoever wrote them', () => {
    expect(page).not.toMatch(/<script|<b>/u);
    expect(page).toContain('&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62; &#38; &#34;you&#34;');
  });

  it('asks nobody for anything', () => {
    expect(page).not.toMatch(/https?:|src=|href=|@import|url\(/u);
    expect(page).toContain("default-src 'none'");
  });

  it('says why, on which basis and for how long, and shows every table that has rows', () => {
    expect(page).toContain('<td>contract (GDPR Art. 6(1))</td><td>answering</td><td>180 days</td><td>3</td>');
    expect(page).toContain('<h3>turns</h3>');
    expect(page).not.toContain('<h3>feedback</h3>');
  });
});
