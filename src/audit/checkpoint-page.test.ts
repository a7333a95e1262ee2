import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { growLog, newLogSigner, someEntries } from '../../test/support/grown-log.ts';
import { toCheckpointPage } from './checkpoint-page.ts';
import { verifyCheckpoint } from './checkpoint-verifier.ts';

const log = growLog(someEntries(41), newLogSigner());
const page = toCheckpointPage({ note: log.checkpoint(), vkey: log.vkey, size: 41, printedAt: new Date(0) });

/** Reads the code off the page as a scanner does: light and dark, a few pixels a module. */
function scan(html: string): string {
  const scale = 4;
  const side = Number(/viewBox="0 0 (\d+) /.exec(html)?.[1]) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, column, row] of html.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < scale * scale; at += 1) {
      const x = Number(column) * scale + (at % scale);
      const y = Number(row) * scale + Math.floor(at / scale);
      pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return Buffer.from(jsQR.default(pixels, side, side)?.binaryData ?? []).toString('utf8');
}

describe('toCheckpointPage', () => {
  it('holds the checkpoint as text and as a code that scans to the same text', () => {
    const [, typed] = /<pre id="note">([^<]*)<\/pre>/.exec(page) ?? [];
    expect(typed).toBe(log.checkpoint());
    expect(scan(page)).toBe(log.checkpoint());
    expect(verifyCheckpoint(scan(page), log.vkey)).toMatchObject({ kind: 'verified', checkpoint: { size: 41 } });
  });

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/src=|href=|url\(|<script|@import/i);
    const hostile = toCheckpointPage({ note: '<script>', vkey: '"<b>&', size: 0, printedAt: new Date(0) });
    expect(hostile).not.toMatch(/<script|<b>/);
  });
});
