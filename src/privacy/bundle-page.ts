import type { SubjectBundle } from './subject-bundle.ts';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}' +
  'table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border:1px solid #ccc;padding:.3rem .5rem;' +
  'text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}h2{margin-top:2.5rem}' +
  '.customer{border-left:4px solid #2a6fb0;padding-left:.75rem}.assistant,.person{border-left:4px solid #999;padding-left:.75rem}';

/** The bundle as one page that needs nothing else: no script, no image, no outside request. */
export function toBundlePage(bundle: SubjectBundle): string {
  const { subject, exportedAt, held } = bundle;
  const hold = held === null ? '' : `<p>Deletion is on hold since ${toText(held.at)}: ${toText(held.reason)}</p>`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>What is stored about you</title><style>${style}</style></head><body>`,
    '<h1>What is stored about you</h1>',
    `<p>Made ${toText(exportedAt)} for ${toText(subject)}, the name your data is filed under.</p>${hold}`,
    '<h2>What for, and for how long</h2>',
    classesOf(bundle),
    '<h2>Conversations</h2>',
    bundle.conversations.length === 0 ? '<p>None.</p>' : bundle.conversations.map(conversationOf).join(''),
    '<h2>Every record</h2>',
    recordsOf(bundle),
    '</body></html>',
  ].join('\n');
}

function classesOf({ classes }: SubjectBundle): string {
  const rows = classes.map(({ class: name, basis, purposes, keepDays, tables }) => [
    name,
    `${basis} (GDPR Art. 6(1))`,
    purposes.join(', '),
    `${keepDays} days`,
    String(tables.reduce((sum, { records }) => sum + records, 0)),
  ]);
  return toTable(['Kind', 'Lawful basis', 'Purposes', 'Kept for', 'Records'], rows);
}

function conversationOf({
  id,
  startedAt,
  keptUntil,
  basis,
  channel,
  transcript,
}: SubjectBundle['conversations'][number]) {
  const lines = transcript.map(
    ({ at, from, text }) => `<p class="${from}"><small>${toText(at)} · ${from}</small><br>${toText(text)}</p>`,
  );
  const about = `Began ${startedAt}, channel ${channel}, basis ${basis}; deleted by ${keptUntil} at the latest`;
  return `<h3>${toText(id)}</h3><p>${toText(about)}</p>${lines.join('')}`;
}

function recordsOf({ records }: SubjectBundle): string {
  return Object.entries(records)
    .filter(([, rows]) => rows.length > 0)
    .map(([table, rows]) => {
      const columns = Object.keys(rows[0] ?? {});
      return `<h3>${toText(table)}</h3>${toTable(
        columns,
        rows.map((row) => columns.map((column) => shown(row[column]))),
      )}`;
    })
    .join('');
}

function toTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((name) => `<th>${toText(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${toText(cell)}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Everything in a bundle was written by somebody. */
function toText(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}
