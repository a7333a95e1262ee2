import { getSubject } from './find-subject.ts';
import { inSubjectOrder } from './subject-order.ts';
import type { SubjectPorts, SubjectRequest } from './subject-ports.ts';

export interface CorrectionView {
  readonly id: string;
  readonly subject: string;
  readonly at: string;
}

/**
 * Keeps what a customer says is wrong about them beside what is stored (GDPR Art. 16), under their key: the record itself
 * cannot change.
 *
 * @throws {ApplianceError} `subject-not-found`, and the codes of the ledger
 */
export function correctSubject(
  ports: SubjectPorts,
  { reference, statement }: { readonly reference: string; readonly statement: string },
  { by, repeat }: SubjectRequest,
): Promise<CorrectionView> {
  return inSubjectOrder(ports.locks, getSubject(ports, reference), async () => {
    const subject = getSubject(ports, reference);
    ports.keys.keyFor(subject);
    const at = ports.now();
    const id = ports.newId('q');
    const answer = { id, subject, at: at.toISOString() };
    return ports.ledger.commit({
      entry: { v: 2, at: answer.at, actor: by, subject, kind: 'subject-corrected', statement: id },
      expects: null,
      idempotency: repeat,
      build: () => ({
        writes: [{ kind: 'privacy', change: { kind: 'statement', id, subject, at, text: statement } }],
        answer,
      }),
    });
  });
}
