import { controlId } from '../controls/control.ts';
import type { ControlStatus, Evidence, FileHashes, JudgedControl } from '../controls/judge-controls.ts';
import type { EvidenceFacts } from '../evidence-facts.ts';
import { toRetentionReport } from '../reports/retention-report.ts';
import { toBars, toShareBar } from './charts.ts';
import { type Html, html, toPage, toTable } from './html.ts';

const statusWords: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'satisfied',
  'not-satisfied': 'not satisfied',
  'not-measured': 'not measured',
};
const colours: Readonly<Record<ControlStatus, string>> = {
  satisfied: '#1a7f4b',
  'not-satisfied': '#b3261e',
  'not-measured': '#c79a2b',
};

/** The pack as people read it: what holds, what does not, what nobody measured, and where the evidence lies. */
export function toIndexPage(facts: EvidenceFacts, judged: readonly JudgedControl[], files: FileHashes): string {
  const body = html`
<h1>Evidence of ${facts.origin}</h1>
<p class="soft">Made ${facts.madeAt} offline by version ${facts.version}. Check it without the appliance: see “How to check this pack” below.</p>
${toFacts(facts)}
<h2>Controls</h2>
${toShareBar('Controls', countStatuses(judged))}
<p class="soft">Satisfied is what has every piece of its evidence. What is missing never counts for the appliance.</p>
${judged.map((one) => toControl(one, files))}
<h2>Oversight</h2>
${toOversight(facts)}
<h2>Personal data</h2>
${toPersonalData(facts)}
<h2>Changes</h2>
${toChanges(facts)}
<h2>Files</h2>
${toTable(
  ['File', 'SHA-256'],
  [...files]
    .filter(([path]) => !path.startsWith('log/tile/'))
    .map(([path, sha256]) => [html`<a href="${path}">${path}</a>`, html`<span class="hash">${sha256}</span>`]),
)}
<p class="soft">Tiles and bundles of the log are below <code>log/tile/</code>; every file stands in <a href="manifest.json">manifest.json</a>, which <a href="manifest.note">manifest.note</a> signs.</p>
<h2>How to check this pack</h2>
<ol><li>The verifier key is <code>log/key</code>. Compare it with the one a kiosk or your own file holds: a pack cannot vouch for itself.</li>
<li><code>npm run evidence -- verify FOLDER --vkey FILE</code> on any machine with the software, or the Python verifier on <code>log/</code>.</li>
<li>Any checkpoint you kept earlier can be given with <code>--held</code>, and a later pack with <code>--later</code>: both show whether history was rewritten.</li></ol>
`;
  return toPage(`Evidence of ${facts.origin}`, body);
}

function toFacts({ log, knowledge, policy }: EvidenceFacts): Html {
  const { verification, tallies } = log;
  const tiles: readonly (readonly [string, string | number])[] = [
    ['the log', verification.ok ? 'whole' : 'CHANGED'],
    ['entries', log.size],
    ['turns', tallies.oversight.turns],
    ['handed to people', tallies.oversight.outcomes['handed-over'] ?? 0],
    ['documents', knowledge.documents],
    ['policies in force so far', tallies.changes.policies.length],
  ];
  return html`<div class="facts">${tiles.map(([name, value]) => html`<div class="fact"><b>${value}</b>${name}</div>`)}</div>
<p>Root <code>${verification.root}</code><br>Policy <code>${policy.hash}</code></p>
${verification.findings.map(({ code, index, detail }) => html`<p class="fails">${code} at ${index ?? '-'}: ${detail}</p>`)}`;
}

function countStatuses(judged: readonly JudgedControl[]) {
  const states: readonly ControlStatus[] = ['satisfied', 'not-satisfied', 'not-measured'];
  return states.map((state) => ({
    name: statusWords[state],
    count: judged.filter(({ status }) => status === state).length,
    colour: colours[state],
  }));
}

function toControl({ control, status, evidence, entries }: JudgedControl, files: FileHashes): Html {
  const found = entries.map(
    ({ kind, count, last }) =>
      html`<li>${count} entries of kind <code>${kind}</code>; the last is ${last.index}, leaf <span class="hash">${last.leaf}</span></li>`,
  );
  return html`<details id="${controlId(control)}"><summary><span class="number">${control.number}</span><h3>${control.title}</h3><span class="status ${status}">${statusWords[status]}</span></summary>
<p>${control.capability}</p><p class="soft">${control.sources.join(' · ')}</p>
<ul>${evidence.map((one) => toEvidence(one, files))}${found}</ul></details>
`;
}

const stateWords = { holds: 'holds', fails: 'does not hold', missing: 'missing' } as const;

function toEvidence({ kind, name, state, what }: Evidence, files: FileHashes): Html {
  const named = kind === 'file' && files.has(name) ? html`<a href="${name}">${name}</a>` : html`<code>${name}</code>`;
  return html`<li><span class="${state}">${stateWords[state]}</span> · ${kind} ${named}: ${what}</li>`;
}

function toOversight({ log }: EvidenceFacts): Html {
  const { outcomes, reasons, claimMs, takeOvers, overrides, stops } = log.tallies.oversight;
  return html`${toBars('How turns ended', outcomes)}
<p>Why conversations went to people:</p>${toBars('Reasons', reasons)}
${toTable(
  ['Measure', 'Value'],
  [
    ['Wait until a person claimed, median', inSeconds(claimMs.p50)],
    ['… 95th percentile', `${inSeconds(claimMs.p95)} of ${claimMs.n}`],
    ['Take-overs', takeOvers],
    ['Resolved with “the assistant was wrong”', overrides],
    ['Stop switch thrown', stops.length],
  ],
)}`;
}

function inSeconds(ms: number | null): string {
  return ms === null ? 'not measured' : `${(ms / 1_000).toFixed(1)} s`;
}

function toPersonalData(facts: EvidenceFacts): Html {
  const { redaction, consents, requests } = facts.log.tallies;
  const rows = toRetentionReport(facts).classes.map(({ class: name, basis, keepDays, oldest, rows: count, held }) => [
    name,
    basis,
    `${keepDays} days`,
    count,
    oldest ?? '–',
    html`<span class="${held ? 'holds' : 'fails'}">${held ? 'within' : 'PAST IT'}</span>`,
  ]);
  return html`<p>Turns in which a value of the kind was masked:</p>${toBars('Masked kinds', redaction.types)}
${toTable(['Kind of data', 'Lawful basis', 'Kept', 'Records', 'Oldest', 'Limit'], rows)}
${toTable(
  ['Measure', 'Count'],
  [
    ['Conversations', consents.conversations],
    ['… with a notice', consents.withNotice],
    ['… with the word that this is a machine', consents.withDisclosure],
    ['Consents granted', consents.granted],
    ['Consents withdrawn', consents.withdrawn],
    ...Object.entries(requests.counts).map(([kind, count]) => [`Requests: ${kind}`, count]),
  ],
)}`;
}

function toChanges({ log }: EvidenceFacts): Html {
  const { changes } = log.tallies.changes;
  const latest = changes.slice(-30).reverse();
  const rows = latest.map(({ index, at, what, old, new: now, by }) => [
    index,
    at,
    what,
    `${old ?? '–'} → ${now}`,
    `${by.role} ${by.key}`,
  ]);
  return html`<p class="soft">The last ${latest.length} of ${changes.length}; all of them are in <a href="reports/changes.json">reports/changes.json</a>.</p>
${toTable(['Entry', 'When', 'What', 'Change', 'By'], rows)}`;
}
