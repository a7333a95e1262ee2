import type { FirstKeys } from '../src/identity/first-keys.ts';

/** What a started appliance says of itself: where it is, with which keys, and one conversation to paste. */
export interface Welcome {
  readonly address: string;
  /** Keys made at this very start: shown this once. */
  readonly keys: FirstKeys | null;
  /** File the keys can be read from, null once it was deleted. */
  readonly keysFile: string | null;
  readonly vkey: string;
  readonly seconds: number;
}

export function createWelcome({ address, keys, keysFile, vkey, seconds }: Welcome): string {
  const kiosk = keys?.kiosk;
  const readKey = keysFile
    ? `KEY=$(node -p "JSON.parse(fs.readFileSync('${keysFile}')).kiosk")`
    : 'KEY=the-kiosk-key-you-noted';
  const lines = [
    '',
    `Confidant is ready after ${seconds.toFixed(1)} s.`,
    '',
    `  Kiosk     ${address}/${kiosk ? `#key=${kiosk}` : ''}`,
    `  Console   ${address}/console`,
    `  API docs  ${address}/docs`,
    `  Health    ${address}/readyz`,
    `  Log key   ${vkey}`,
    '',
    ...(keys ? keyLines(keys, keysFile) : []),
    'One governed conversation, ready to paste into another terminal:',
    '',
    `  ${readKey}`,
    `  C=$(curl -s ${address}/v1/conversations -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
    `      -d '{"channel":"kiosk"}' | node -p 'JSON.parse(fs.readFileSync(0)).id')`,
    `  curl -s ${address}/v1/conversations/$C/messages -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
    `      -d '{"text":"I lost my card. How long does a replacement take?"}'`,
    '',
    'Ctrl-C finishes what is under way and closes.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function keyLines(keys: FirstKeys, keysFile: string | null): readonly string[] {
  const listed = Object.entries(keys).map(([role, key]) => `  ${role.padEnd(9)} ${key}`);
  const where = keysFile ? `They also stand in ${keysFile} (delete it once they are noted).` : '';
  return [`Keys, shown this once. ${where}`, ...listed, ''];
}
