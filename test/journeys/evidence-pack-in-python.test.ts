import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNoteSigner } from '../../src/audit/signed-note.ts';
import type { EvidenceRun } from '../../src/compose-evidence.ts';
import { readLogKey } from '../../src/compose-store.ts';
import { parseManifest, signManifest } from '../../src/evidence/manifest.ts';
import { type GivenEvidence, givenEvidence } from '../support/given-evidence.ts';

const verifiers = fileURLToPath(new URL('../../scripts/verify/', import.meta.url));
const missing = spawnSync('python3', ['--version']).status === 0 ? undefined : 'no python3';
if (missing !== undefined) console.log(`Skips the Python verifier: ${missing}`);

let given: GivenEvidence;
let live: EvidenceRun;
let run: EvidenceRun;
let key: string;

const inFolder = (name: string): string => join(given.folder, name);
const pathOf = (pack: string, file: string): string => join(inFolder(pack), file);
const readText = (pack: string, file: string): string => readFileSync(pathOf(pack, file), 'utf8');

beforeAll(async () => {
  given = await givenEvidence();
  live = await given.write('live');
  await given.bank.appliance.close();
  run = await given.write('pack');
  key = join(given.bank.data, 'audit.vkey');
}, 120_000);
afterAll(async () => {
  await given.close();
});

interface PackReport {
  readonly ok: boolean;
  readonly run: 'proven' | 'unproven';
  readonly keyFrom: 'outside' | 'pack';
  readonly files: number;
  readonly log: { readonly ok: boolean; readonly entries: number } | null;
  readonly findings: readonly { readonly code: string }[];
}

function verify(pack: string, ...words: readonly string[]): readonly [number | null, PackReport] {
  const all = [join(verifiers, 'verify-pack.py'), inFolder(pack), '--json', ...words];
  const { status, stdout, stderr } = spawnSync('python3', all, { encoding: 'utf8' });
  if (stdout === '') throw new Error(`Python ended with ${status}: ${stderr}`);
  return [status, JSON.parse(stdout) as PackReport];
}

/** The exit code and the codes found of a copy of the pack after somebody was at it. */
function verifyChanged(
  change: (pack: string) => void,
  ...words: readonly string[]
): readonly [number | null, string[]] {
  rmSync(inFolder('changed'), { recursive: true, force: true });
  cpSync(inFolder('pack'), inFolder('changed'), { recursive: true });
  change('changed');
  const [code, { findings }] = verify('changed', ...(words.length === 0 ? ['--key', key] : words));
  return [code, [...new Set(findings.map((finding) => finding.code))].sort()];
}

const changeText = (file: string, change: (text: string) => string) => (pack: string) =>
  writeFileSync(pathOf(pack, file), change(readText(pack, file)));

const withReceipt = (change: (receipt: Record<string, unknown>) => object) =>
  changeText('receipt.json', (text) => {
    const parsed = JSON.parse(text) as { readonly entry: object; readonly receipt: Record<string, unknown> };
    return JSON.stringify({ ...parsed, receipt: { ...parsed.receipt, ...change(parsed.receipt) } });
  });

describe.skipIf(missing !== undefined)('an evidence pack in Python', () => {
  it('is whole as a folder and as an archive, with the entry of its run', () => {
    const whole = {
      ok: true,
      run: 'proven',
      files: run.manifest.files.length,
      log: { entries: run.manifest.log.size },
    };
    expect(verify('pack', '--key', key)).toMatchObject([0, { ...whole, keyFrom: 'outside' }]);
    expect(verify('pack')).toMatchObject([0, { ...whole, keyFrom: 'pack' }]);
    expect(spawnSync('tar', ['-cf', inFolder('pack.tar'), '-C', inFolder('pack'), '.']).status).toBe(0);
    expect(verify('pack.tar', '--key', key)).toMatchObject([0, whole]);
    const checkpoint = pathOf('pack', 'log/checkpoint');
    expect(verify('pack', '--key', key, '--held', checkpoint, pathOf('live', 'log/checkpoint'))[0]).toBe(0);
  });

  it('is whole without a receipt beside a running appliance, and its log alone is too', () => {
    const entries = live.manifest.log.size;
    expect(verify('live', '--key', key)).toMatchObject([0, { ok: true, run: 'unproven', log: { entries } }]);
    const words = [join(verifiers, 'verify-log.py'), pathOf('live', 'log'), '--key', key, '--json'];
    const { status, stdout } = spawnSync('python3', words);
    expect([status, JSON.parse(stdout.toString())]).toMatchObject([0, { ok: true, entries }]);
  });

  it('is told where a file was changed, taken away or added', () => {
    for (const path of ['index.html', 'log-verification.json', 'sbom.cdx.json', 'log/key']) {
      expect([path, verifyChanged((pack) => appendFileSync(pathOf(pack, path), ' '))]).toEqual([
        path,
        [1, ['file-changed']],
      ]);
    }
    expect(verifyChanged((pack) => rmSync(pathOf(pack, 'controls.csv')))).toEqual([1, ['file-missing']]);
    expect(verifyChanged((pack) => writeFileSync(pathOf(pack, 'reports/more.json'), '{}'))).toEqual([
      1,
      ['file-added'],
    ]);
    const forged = changeText('log/tile/entries/000.p/'.concat(String(run.manifest.log.size)), (text) =>
      text.replace('"kind":"stop"', '"kind":"atop"'),
    );
    expect(verifyChanged(forged)).toEqual([1, ['file-changed', 'log-changed', 'log-other', 'receipt-invalid']]);
  });

  it('is told where the manifest or the note under it was changed', () => {
    const changed = changeText('manifest.json', (text) => text.replace('"bytes": 1', '"bytes": 2'));
    expect(verifyChanged(changed)).toEqual([1, ['receipt-invalid', 'signature-invalid']]);
    expect(verifyChanged(changeText('manifest.json', () => '{}'))).toEqual([1, ['manifest-unreadable']]);
    expect(verifyChanged((pack) => rmSync(pathOf(pack, 'manifest.note')))).toEqual([1, ['signature-invalid']]);
    const foreign = changeText('manifest.note', () => readText('live', 'manifest.note'));
    expect(verifyChanged(foreign)).toEqual([1, ['signature-invalid']]);
    // Whoever changes a file and its hash in the manifest cannot sign it.
    const both = (pack: string): void => {
      const { path, sha256 } = run.manifest.files.find((file) => file.path === 'licences.csv') ?? {
        path: '',
        sha256: '',
      };
      writeFileSync(pathOf(pack, path), '');
      const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
      changeText('manifest.json', (text) => text.replace(sha256, empty))(pack);
    };
    expect(verifyChanged(both)).toEqual([1, ['receipt-invalid', 'signature-invalid']]);
    const outside = changeText('manifest.json', (text) =>
      text.replace('"path": "index.html"', '"path": "../index.html"'),
    );
    expect(verifyChanged(outside)).toEqual([1, ['manifest-unreadable']]);
  });

  it('is told where the receipt was changed, in any of its parts', () => {
    const changes = [
      changeText('receipt.json', (text) => text.replace('sha256:', 'sha256:0')),
      changeText('receipt.json', () => '{}'),
      changeText('receipt.json', (text) => text.replace('"key": "command"', '"key": "somebody"')),
      withReceipt(({ index }) => ({ index: Number(index) - 1 })),
      withReceipt(({ size }) => ({ size: Number(size) + 1 })),
      withReceipt(() => ({ leaf: `${'A'.repeat(43)}=` })),
      withReceipt(({ hashes }) => ({ hashes: (hashes as readonly string[]).slice(1) })),
      withReceipt(() => ({ checkpoint: readText('pack', 'log/checkpoint') })),
      withReceipt(({ checkpoint }) => ({ checkpoint: String(checkpoint).replace('\n\n', '\nmore\n\n') })),
    ];
    expect(changes.map((change) => verifyChanged(change))).toEqual(changes.map(() => [1, ['receipt-invalid']]));
  });

  it('is told where it is signed with the right key and holds another log than its manifest says', () => {
    const signingKey = readLogKey(given.bank.data);
    const signer = createNoteSigner(run.manifest.origin, signingKey);
    const forged = (pack: string): void => {
      changeText('manifest.json', (text) => text.replace(`"size": ${run.manifest.log.size}`, '"size": 1'))(pack);
      const text = readText(pack, 'manifest.json');
      writeFileSync(pathOf(pack, 'manifest.note'), signManifest(signer, text, parseManifest(text)));
    };
    expect(verifyChanged(forged)).toEqual([1, ['log-other', 'receipt-invalid']]);
  });

  it('is held against the key and the checkpoints somebody kept', () => {
    const other = inFolder('other.vkey');
    writeFileSync(other, 'other+00000000+AAAA');
    expect(spawnSync('python3', [join(verifiers, 'verify-pack.py'), inFolder('pack'), '--key', other]).status).toBe(2);
    const held = inFolder('held');
    writeFileSync(held, readText('pack', 'log/checkpoint').replace(/\n\d+\n/u, '\n3\n'));
    expect(verifyChanged(() => undefined, '--key', key, '--held', held)).toEqual([1, ['signature-invalid']]);
    const nowhere = spawnSync('python3', [join(verifiers, 'verify-pack.py'), inFolder('nowhere')]);
    expect(nowhere.status).toBe(2);
  });

  it('is read by a file of less than 300 lines', () => {
    expect(readFileSync(join(verifiers, 'verify-pack.py'), 'utf8').split('\n').length - 1).toBeLessThan(300);
  });
});
