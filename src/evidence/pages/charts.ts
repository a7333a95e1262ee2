import { type Html, html } from './html.ts';

export interface Share {
  readonly name: string;
  readonly count: number;
  readonly colour: string;
}

const WIDTH = 700;

/** Shares of a whole as one bar with its key, told in words to those who cannot see it. */
export function toShareBar(title: string, shares: readonly Share[]): Html {
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  let left = 0;
  const bars = shares.map(({ name, count, colour }, at) => {
    const width = all === 0 ? 0 : (count / all) * WIDTH;
    const x = left;
    left += width;
    const key = 8 + at * 220;
    return html`<rect x="${x.toFixed(1)}" y="4" width="${width.toFixed(1)}" height="26" fill="${colour}"/><rect x="${key}" y="42" width="12" height="12" fill="${colour}"/><text x="${key + 18}" y="52" font-size="13" fill="#1b1f24">${count} ${name}</text>`;
  });
  const words = shares.map(({ name, count }) => `${count} ${name}`).join(', ');
  return html`<svg viewBox="0 0 ${WIDTH} 60" role="img" aria-label="${title}: ${words}">${bars}</svg>`;
}

/** Counts beside each other, the largest first. */
export function toBars(title: string, counts: Readonly<Record<string, number>>, most = 12): Html {
  const rows = Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .slice(0, most);
  const largest = rows[0]?.[1] ?? 1;
  if (rows.length === 0) return html`<p class="soft">${title}: none yet.</p>`;
  const bars = rows.map(([name, count], at) => {
    const y = at * 22;
    return html`<text x="200" y="${y + 15}" text-anchor="end" font-size="12" fill="#1b1f24">${name}</text><rect x="210" y="${y + 4}" width="${((count / largest) * 400).toFixed(1)}" height="14" fill="#3b6ea8"/><text x="${(218 + (count / largest) * 400).toFixed(1)}" y="${y + 15}" font-size="12" fill="#5b6570">${count}</text>`;
  });
  const words = rows.map(([name, count]) => `${name} ${count}`).join(', ');
  return html`<svg viewBox="0 0 ${WIDTH} ${rows.length * 22 + 4}" role="img" aria-label="${title}: ${words}">${bars}</svg>`;
}
