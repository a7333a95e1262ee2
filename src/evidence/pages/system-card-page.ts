import type { toSystemCard } from '../reports/system-card.ts';
import { html, toPage, toTable } from './html.ts';

/** The system card as people read it. */
export function toSystemCardPage(card: ReturnType<typeof toSystemCard>): string {
  const models = card.models.map(({ id, role, licence, state, files, qualification }) => [
    id,
    role,
    licence,
    state,
    html`<span class="hash">${files[0]?.sha256 ?? 'none'}</span>`,
    qualification.length === 0
      ? 'not examined'
      : qualification
          .map(
            (one) =>
              `${one.role}: ${one.passed ? 'passed' : 'did not pass'}, ${Math.round(one.overall * 100)} %, ${one.at}`,
          )
          .join('; '),
  ]);
  const evaluations = card.evaluations.flatMap(({ report, at, figures }) =>
    figures.map(({ name, value, n }) => [
      report,
      at,
      name,
      value === null ? 'not measured' : String(value),
      n === undefined ? '' : String(n),
    ]),
  );
  const { composed, judges } = card.speaks;
  const body = html`
<h1>System card</h1>
<p class="soft">${card.product} ${card.version}, ${card.appliance}, ${card.at}</p>
<p>${card.intendedUse}</p>
<h2>Who words replies</h2>
<ul><li>quoted: ${card.speaks.quoted}</li><li>composed: ${composed.length === 0 ? 'nobody: no model passed the examination on this machine' : composed.join(', ')}</li>
<li>judges intents: ${judges.length === 0 ? 'the classifier alone' : judges.join(', ')}</li></ul>
<h2>Models</h2>
${toTable(['Model', 'Role', 'Licence', 'On disk', 'SHA-256 of the weights', 'Examination'], models)}
<h2>Policy</h2><p><code>${card.policy.hash}</code></p>
${card.policy.problems.map((problem) => html`<p class="fails">${problem}</p>`)}
${toTable(
  ['File', 'SHA-256'],
  Object.entries(card.policy.files).map(([name, sha256]) => [name, html`<span class="hash">${sha256}</span>`]),
)}
<h2>Knowledge</h2>
<p>${card.knowledge.documents} documents, ${card.knowledge.passages} passages, version <code>${card.knowledge.version}</code></p>
<h2>Evaluations on this machine</h2>
${evaluations.length === 0 ? html`<p class="missing">None: nothing was evaluated here.</p>` : toTable(['Report', 'When', 'Figure', 'Value', 'n'], evaluations)}
<h2>Limits</h2>
<ul>${card.limits.map((limit) => html`<li>${limit}</li>`)}</ul>
`;
  return toPage('System card', body);
}
