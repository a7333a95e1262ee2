import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Store } from './compose-store.ts';
import { writeNewFile } from './files/write-new-file.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';
import { deidentify, type ExportFinding, type RedactedConversation, type ScanText } from './privacy/deidentify.ts';
import { PrivacyError } from './privacy/privacy-error.ts';
import { type ExportFormat, toExportLines } from './privacy/to-export-lines.ts';
import { toWholeDetection } from './redaction/detection-rules.ts';
import { createLeakCheck } from './redaction/leak-check.ts';

export interface DeidentifyWish {
  readonly purpose: string;
  readonly format: ExportFormat;
  /** File that is made; it may not be there yet. */
  readonly out: string;
  /** Conversations to leave out: those an earlier try named. */
  readonly except: readonly string[];
}

export interface DeidentifyReport {
  readonly purpose: string;
  readonly conversations: number;
  readonly lines: number;
  readonly out: string;
}

type ExportStore = Pick<Store, 'records' | 'ledger'>;

/** Findings an error names; more of them say no more. */
const MOST_NAMED = 20;

/**
 * Writes the conversations of those who agreed to a purpose, with an invented value in the place of every personal one.
 * One finding of the scan stops it all, and then there is no file.
 *
 * @throws {PrivacyError} `purpose-unknown`, `purpose-not-for-export`, `no-basis`, `export-finding`, `file-exists`
 */
export async function deidentifyConversations(
  store: ExportStore,
  { policy, now }: { readonly policy: PolicySnapshot; now(): Date },
  wish: DeidentifyWish,
): Promise<DeidentifyReport> {
  if (existsSync(wish.out)) throw new PrivacyError('file-exists', `Cannot write "${wish.out}": it is there already`);
  const under = (await coveredConversations(store, policy, wish)).filter((id) => !wish.except.includes(id));
  if (under.length === 0)
    throw new PrivacyError('no-basis', `Cannot export for "${wish.purpose}": nobody agreed to it`);
  const key = randomBytes(32);
  const scan = createScan(policy);
  const findings: ExportFinding[] = [];
  const lines: string[] = [];
  for (const [index, id] of under.entries()) {
    const result = deidentify(await readConversation(store, id), key, scan);
    findings.push(...result.findings);
    lines.push(...toExportLines(result.lines, { format: wish.format, number: index + 1 }));
  }
  if (findings.length > 0) throw toFindingError(findings);
  const at = now().toISOString();
  const actor = { role: 'operator', key: 'command' } as const;
  // On the record before there is a file that could leave.
  await commitEntry(store, { v: 2, kind: 'admin-act', at, actor, act: 'deidentified-export', target: wish.purpose });
  writeNewFile(wish.out, lines.map((line) => `${line}\n`).join(''));
  return { purpose: wish.purpose, conversations: under.length, lines: lines.length, out: wish.out };
}

async function coveredConversations(
  { records }: ExportStore,
  policy: PolicySnapshot,
  wish: DeidentifyWish,
): Promise<readonly string[]> {
  const purpose = policy.files.privacy.purposes.find(({ id }) => id === wish.purpose);
  if (purpose === undefined)
    throw new PrivacyError('purpose-unknown', `Cannot export: there is no purpose "${wish.purpose}" in privacy.yaml`);
  if (!purpose.export || purpose.basis !== 'consent')
    throw new PrivacyError(
      'purpose-not-for-export',
      `Cannot export for "${wish.purpose}": privacy.yaml lets nothing leave for it`,
    );
  return records.consents.conversationsUnder({ purpose: purpose.id, version: purpose.notice.version });
}

async function readConversation({ records }: ExportStore, id: string): Promise<RedactedConversation> {
  const turns = await records.recentTurns(id, 1, Number.MAX_SAFE_INTEGER);
  const intents = new Map(turns.map(({ turn, intent }) => [turn, intent === 'unknown' ? null : intent]));
  const transcript = await records.transcript(id);
  return {
    id,
    lines: transcript.map(({ from, text, turn }) => ({
      from,
      text,
      intent: from === 'customer' ? (intents.get(turn) ?? null) : null,
    })),
    values: await records.knownValues(id),
  };
}

/** The recognisers of the policy in force, which may know more than those that redacted. */
function createScan(policy: PolicySnapshot): ScanText {
  const findLeaks = createLeakCheck(toWholeDetection(policy.files.privacy));
  return function scanText(text) {
    const { leaks, complete } = findLeaks(text, { known: [], allowed: [] });
    if (!complete) throw new PrivacyError('export-finding', 'Cannot export: a recogniser failed');
    return leaks;
  };
}

function toFindingError(findings: readonly ExportFinding[]): PrivacyError {
  const places = findings
    .slice(0, MOST_NAMED)
    .map(({ conversation, line, type, source }) => `${conversation} line ${line}: ${type} (${source})`);
  const more = findings.length > MOST_NAMED ? ` and ${findings.length - MOST_NAMED} more` : '';
  return new PrivacyError('export-finding', `Cannot export: personal data may stand in ${places.join('; ')}${more}`);
}
