import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createConversationReader } from './adapters/sqlite/read-conversations.ts';
import type { Store } from './compose-store.ts';
import { writeNewFile } from './files/write-new-file.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import type { TranscriptLine } from './pipeline/views.ts';
import { isWhollyRedacted } from './pipeline/wholly-redacted.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';
import { wordingsOf } from './policy/wordings-of.ts';
import { deidentify, type ExportFinding, type RedactedConversation, type ScanText } from './privacy/deidentify.ts';
import { PrivacyError } from './privacy/privacy-error.ts';
import { type ExportFormat, toExportLines } from './privacy/to-export-lines.ts';
import type { ClassifyText } from './redaction/classify-text.ts';
import { toDetectionOptions } from './redaction/detection-rules.ts';
import { createTextRedaction } from './redaction/redact-text.ts';

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
  /** Conversations left out because a recogniser was down when something of them was redacted. */
  readonly leftOut: number;
  /** Kinds policy keeps readable: they leave as they were written. */
  readonly kept: readonly string[];
  readonly out: string;
}

export interface DeidentifyPorts {
  readonly policy: PolicySnapshot;
  /** The learned recogniser; undefined where the configuration wants none. */
  readonly classify: ClassifyText | undefined;
  now(): Date;
}

type ExportStore = Pick<Store, 'records' | 'ledger' | 'knowledge' | 'database' | 'keys'>;

/** Conversations an error names, to be left out of the next try. */
const MOST_NAMED = 20;

/**
 * Writes the conversations of those who agreed to a purpose, with an invented value in the place of every personal one.
 * What was not redacted by every recogniser is left out and counted. One finding of the scan stops it all, and then there
 * is no file.
 *
 * @throws {PrivacyError} `purpose-unknown`, `purpose-not-for-export`, `no-basis`, `redaction-incomplete`,
 *   `recogniser-failed`, `export-finding`, `file-exists`
 */
export async function deidentifyConversations(
  store: ExportStore,
  { policy, classify, now }: DeidentifyPorts,
  wish: DeidentifyWish,
): Promise<DeidentifyReport> {
  if (existsSync(wish.out)) throw new PrivacyError('file-exists', `Cannot write "${wish.out}": it is there already`);
  const under = (await coveredConversations(store, policy, wish)).filter((id) => !wish.except.includes(id));
  if (under.length === 0)
    throw new PrivacyError('no-basis', `Cannot export for "${wish.purpose}": nobody agreed to it`);
  const readRecord = createConversationReader(store.database, store.keys);
  const whole = under.filter((id) => isWhollyRedacted(readRecord(id)));
  const leftOut = under.length - whole.length;
  if (whole.length === 0)
    throw new PrivacyError(
      'redaction-incomplete',
      `Cannot export: of ${leftOut} conversations none is wholly redacted`,
    );
  const key = randomBytes(32);
  const scan = createScan(policy, classify);
  const read = createTranscriptReader(store, policy);
  const findings: ExportFinding[] = [];
  const lines: string[] = [];
  for (const [index, id] of whole.entries()) {
    const result = await deidentify(await read(id), key, scan);
    findings.push(...result.findings);
    lines.push(...toExportLines(result.lines, { format: wish.format, number: index + 1 }));
  }
  if (findings.length > 0) throw toFindingError(findings);
  const at = now().toISOString();
  const actor = { role: 'operator', key: 'command' } as const;
  // On the record before there is a file that could leave.
  await commitEntry(store, { v: 2, kind: 'admin-act', at, actor, act: 'deidentified-export', target: wish.purpose });
  writeNewFile(wish.out, lines.map((line) => `${line}\n`).join(''));
  const { kept } = policy.files.privacy;
  return { purpose: wish.purpose, conversations: whole.length, lines: lines.length, leftOut, kept, out: wish.out };
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

/** Reads transcripts; a reply comes with the approved texts it was made of, which publish what stands in them. */
function createTranscriptReader({ records, knowledge }: ExportStore, policy: PolicySnapshot) {
  const wordings = wordingsOf(policy.files);
  const publishedFor = async ({ citations }: TranscriptLine): Promise<readonly string[]> => {
    const passages = await knowledge.passages(citations.map(({ passage }) => passage));
    return [
      ...wordings,
      ...citations.flatMap(({ title, quote }) => [title, quote]),
      ...passages.map(({ text }) => text),
    ];
  };
  return async function readTranscript(id: string): Promise<RedactedConversation> {
    const turns = await records.recentTurns(id, 1, Number.MAX_SAFE_INTEGER);
    const intents = new Map(turns.map(({ turn, intent }) => [turn, intent === 'unknown' ? null : intent]));
    const transcript = await records.transcript(id);
    const lines = transcript.map(async (line) => {
      const { from, text, turn } = line;
      if (from === 'assistant') return { from, text, intent: null, published: await publishedFor(line) };
      return { from, text, intent: from === 'customer' ? (intents.get(turn) ?? null) : null };
    });
    return { id, lines: await Promise.all(lines), values: await records.knownValues(id) };
  };
}

/** Every recogniser of the policy in force, which may know more than those that redacted: all but what policy keeps. */
function createScan({ files }: PolicySnapshot, classify: ClassifyText | undefined): ScanText {
  const redactText = createTextRedaction({ ...toDetectionOptions(files.privacy), classify });
  return async function scanText(text) {
    const { entities, complete } = await redactText(text);
    if (!complete)
      throw new PrivacyError(
        'recogniser-failed',
        'Cannot export: a recogniser failed; `npm run models -- verify` tells which model is missing',
      );
    return entities;
  };
}

function toFindingError(findings: readonly ExportFinding[]): PrivacyError {
  const firsts = findings.filter((one, index) => findings[index - 1]?.conversation !== one.conversation);
  const places = firsts
    .slice(0, MOST_NAMED)
    .map(({ conversation, line, type, source }) => `${conversation} line ${line}: ${type} (${source})`);
  const more = firsts.length > MOST_NAMED ? ` and ${firsts.length - MOST_NAMED} more` : '';
  return new PrivacyError('export-finding', `Cannot export: personal data may stand in ${places.join('; ')}${more}`);
}
