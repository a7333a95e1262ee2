/** Text that was made into HTML: nothing else may stand in a page. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | null | readonly (Html | string | number)[];

/** Everything between the words of a template is escaped, unless it is HTML already. */
export function html(words: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: words.map((word, at) => word + toHtml(parts[at] ?? null)).join('') };
}

function toHtml(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  if ('html' in part) return part.html;
  return part.map(toHtml).join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}

export function toTable(heads: readonly string[], rows: readonly (readonly (Html | string | number)[])[]): Html {
  const body = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<table><thead><tr>${heads.map((name) => html`<th>${name}</th>`)}</tr></thead><tbody>${body}</tbody></table>`;
}

const style = `
:root{--ink:#1b1f24;--soft:#5b6570;--line:#d5dae0;--good:#1a7f4b;--bad:#b3261e;--open:#8a6100;--paper:#fff;--tint:#f5f7f9}
*{box-sizing:border-box}body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:70rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.9rem;margin:0 0 .25rem}h2{margin:2.5rem 0 .75rem;font-size:1.25rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{font-size:1rem;margin:0}p{margin:.4rem 0}.soft{color:var(--soft)}code,.hash{font:12.5px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem;margin:1.25rem 0}
.fact{border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;background:var(--tint)}.fact b{display:block;font-size:1.35rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}th,td{border-bottom:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{color:var(--soft);font-weight:600;overflow-wrap:normal}.status{font-weight:600;white-space:nowrap}.satisfied,.holds{color:var(--good)}.not-satisfied,.fails{color:var(--bad)}.not-measured,.missing{color:var(--open)}
details{border:1px solid var(--line);border-radius:8px;margin:.4rem 0;padding:.5rem .8rem;break-inside:avoid}summary{cursor:pointer;display:flex;gap:.75rem;align-items:baseline}
summary .number{color:var(--soft);min-width:1.8rem}summary h3{flex:1}ul{margin:.4rem 0;padding-left:1.2rem}svg{max-width:100%;height:auto}
@media print{body{padding:0;font-size:12px}a{color:inherit;text-decoration:none}details>*{display:block!important}details::details-content{content-visibility:visible;block-size:auto}}
`;

/** A page that needs nothing else: no script, no image, no outside request. */
export function toPage(title: string, body: Html): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${{ html: style }}</style></head><body>
${body}
</body></html>
`;
  return page.html;
}
