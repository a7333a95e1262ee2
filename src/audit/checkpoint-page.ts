import createCode from 'qrcode-generator';

/** Light modules around the code, as ISO/IEC 18004 asks for. */
const QUIET = 4;

/** A checkpoint with the key it is verified with. */
export interface PrintableCheckpoint {
  readonly note: string;
  readonly vkey: string;
  readonly size: number;
  readonly printedAt: Date;
}

/**
 * One page for the printer: the checkpoint as text and as QR code, and what it is good for. It loads nothing and runs
 * nothing, so that it opens anywhere.
 */
export function toCheckpointPage({ note, vkey, size, printedAt }: PrintableCheckpoint): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Checkpoint of ${size} entries</title>
<style>
  body { font: 12pt/1.5 sans-serif; max-width: 17cm; margin: 1.5cm auto; color: #000; background: #fff; }
  pre { font: 11pt/1.6 monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: 1pt solid #000; padding: 0.3cm; }
  svg { width: 7cm; height: 7cm; }
  td { padding-inline-end: 1cm; }
</style>
</head>
<body>
<h1>Checkpoint of ${size} entries</h1>
<p>Printed ${printedAt.toISOString()}. Keep this page away from the appliance. Whoever changes an entry below number ${size}
later, or removes one, can no longer produce a log that goes with it.</p>
<pre id="note">${toMarkup(note)}</pre>
${toCode(note)}
<p>To check a log against it, scan the code or type the text into a file, blank line and long dash included, and run
<code>npm run audit -- verify --held FILE</code>, or <code>verify-log.py LOG --held FILE</code> anywhere else.</p>
<p>Verifier key of the log, which is the same on every page:</p>
<pre id="key">${toMarkup(vkey)}</pre>
<table><tr><td>Printed by: ____________________</td><td>Kept by: ____________________</td></tr></table>
</body>
</html>
`;
}

function toCode(note: string): string {
  const code = createCode(0, 'M');
  // One character a byte, which is how the library takes bytes: scanners read them as UTF-8.
  code.addData(Buffer.from(note, 'utf8').toString('latin1'), 'Byte');
  code.make();
  const count = code.getModuleCount();
  const places = Array.from({ length: count * count }, (_, at) => ({
    row: Math.floor(at / count),
    column: at % count,
  }));
  const dark = places.filter(({ row, column }) => code.isDark(row, column));
  const path = dark.map(({ row, column }) => `M${column + QUIET} ${row + QUIET}h1v1h-1z`).join('');
  const side = count + 2 * QUIET;
  const picture = `viewBox="0 0 ${side} ${side}" role="img" aria-label="The checkpoint as QR code"`;
  return `<svg ${picture} shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}

function toMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
