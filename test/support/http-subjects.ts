import type { SubjectActs } from '../../src/http/http-ports.ts';
import type { Call } from '../../src/pipeline/appliance.ts';
import type { RetentionWish } from '../../src/pipeline/subjects/subject-ports.ts';
import type { SubjectBundle } from '../../src/privacy/subject-bundle.ts';
import { Script } from './http-desks.ts';

const at = '2026-11-21T09:00:00.000Z';
/** The one subject there is. */
export const scriptedSubject = 's_6oSDaE1T2b9cQyGZ3kPz0w';

/** Knows one subject: scriptedSubject, and remembers what was asked about it. */
export class ScriptedSubjects implements SubjectActs {
  readonly script = new Script();

  async export(reference: string, call: Call) {
    this.script.take('export', [reference], call);
    const bundle: SubjectBundle = {
      format: 'confidant.subject/v1',
      subject: scriptedSubject,
      exportedAt: at,
      held: null,
      classes: [],
      conversations: [],
      records: { turns: [{ turn: 1 }] },
    };
    return { bundle, page: '<!doctype html>' };
  }

  async erase(reference: string, call: Call) {
    this.script.take('erase', [reference], call);
    return {
      certificate: {
        format: 'confidant.erasure/v1' as const,
        id: 'e_1',
        subject: scriptedSubject,
        requestedAt: at,
        erasedAt: at,
        by: { role: 'admin', key: 'k_admin' },
        erased: [{ class: 'original', how: 'key-destroyed' as const, records: 1 }],
        kept: [],
        pagesRewritten: true,
        log: { index: 41, leaf: 'bGVhZg==', checkpoint: 'log' },
      },
      note: 'note',
    };
  }

  async hold(reference: string, reason: string, call: Call) {
    this.script.take('hold', [reference, reason], call);
    return { subject: scriptedSubject, held: { at, by: { role: 'admin', key: 'k_admin' }, reason } };
  }

  async release(reference: string, call: Call) {
    this.script.take('release', [reference], call);
    return { subject: scriptedSubject, held: null };
  }

  async correct(reference: string, statement: string, call: Call) {
    this.script.take('correct', [reference, statement], call);
    return { id: 'q_1', subject: scriptedSubject, at };
  }

  async retain(wish: RetentionWish, call: Call) {
    this.script.take('retain', [wish], call);
    return { at, dryRun: wish.dryRun, clockAheadOf: null, purges: [] };
  }
}
