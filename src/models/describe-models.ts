import type { CatalogueModel } from './catalogue.ts';
import type { ModelCheck } from './model-files.ts';
import type { PulledModel } from './model-store.ts';
import type { ExaminationResult, ItemResult } from './qualification.ts';
import type { QualificationRole } from './registry.ts';

/** One line a model: what is on disk, what it is for, its licence and what it needs. */
export function toListLines(listed: readonly (ModelCheck & { readonly entry: CatalogueModel })[]): readonly string[] {
  const width = Math.max(...listed.map(({ id }) => id.length));
  return listed.map(({ entry, state }) => {
    const needs = `${entry.memoryMb} MB${entry.default ? ', default' : ''}`;
    return [state.padEnd(8), entry.role.padEnd(6), entry.id.padEnd(width), entry.licence.padEnd(10), needs].join(' ');
  });
}

/** One line a model, one a file that is not right, and what to do about them. */
export function toCheckLines(checks: readonly ModelCheck[]): readonly string[] {
  const lines = checks.flatMap(({ id, state, files }) => [
    `${state.padEnd(8)} ${id}`,
    ...files.filter((file) => file.state !== 'present').map((file) => `  "${file.path}" ${file.why ?? 'is not there'}`),
  ]);
  const wrong = checks.filter((check) => check.state !== 'present').map((check) => check.id);
  return wrong.length === 0 ? lines : [...lines, `Next: npm run models -- pull ${wrong.join(' ')}`];
}

/** Where each file came from, after the sources that were tried in vain. */
export function toPullLines(pulled: readonly PulledModel[]): readonly string[] {
  return pulled.flatMap(({ files, origins, failures }) => {
    const from = Object.entries(origins).map(([path, origin]) => `${path} (${origin})`);
    return [...failures.map((line) => `  tried ${line}`), `present  ${files.id}: ${from.join(', ')}`];
  });
}

const allowed: Readonly<Record<QualificationRole, string>> = {
  compose: 'it may word replies where policy allows it',
  judge: 'it is asked which intent a message has where policy says so',
};
const refused: Readonly<Record<QualificationRole, string>> = {
  compose: 'replies stay quoted from the knowledge base',
  judge: 'the classifier decides alone',
};

/** How an examination went, for people: the verdict, the share of each kind, and what each failed item lacked. */
export function toQualificationLines(
  result: ExaminationResult & { readonly model: string; readonly role: QualificationRole },
): readonly string[] {
  const { model, role, passed, overall, perKind, items } = result;
  const verdict = `${role}: ${model} ${passed ? `passed: ${allowed[role]}` : `did not pass: ${refused[role]}`}`;
  const kinds = Object.entries(perKind).map(([kind, share]) => `  ${kind.padEnd(16)} ${Math.round(share * 100)} %`);
  const failed = items
    .filter((item) => !item.passed)
    .map((item) => `  ${item.id.padEnd(34)} ${describeFindings(item)}`);
  const heading = failed.length > 0 ? ['Failed:'] : [];
  return [`${verdict} (${Math.round(overall * 100)} % overall)`, ...kinds, ...heading, ...failed];
}

function describeFindings({ why }: ItemResult): string {
  return why.map((finding) => ('phrase' in finding ? `${finding.kind} "${finding.phrase}"` : finding.kind)).join(', ');
}
