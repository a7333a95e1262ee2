import { standsIn } from '../conversation/stands-in.ts';
import { createDraw } from './surrogates/draw.ts';
import { toSurrogate } from './surrogates/to-surrogate.ts';

/** A conversation as the record has it: redacted, with the values behind its placeholders to take their shape from. */
export interface RedactedConversation {
  readonly id: string;
  readonly lines: readonly {
    readonly from: 'customer' | 'assistant' | 'person';
    readonly text: string;
    /** What the appliance took a customer's message to be about; null for other lines. */
    readonly intent: string | null;
    /** Approved texts the line may repeat: what stands in them is public. */
    readonly published?: readonly string[];
  }[];
  readonly values: readonly { readonly placeholder: string; readonly type: string; readonly value: string }[];
}

/** Where a surrogate stands; UTF-16 code units, `end` exclusive. */
export interface SurrogateSpan {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

export interface DeidentifiedLine {
  readonly from: RedactedConversation['lines'][number]['from'];
  readonly text: string;
  readonly intent: string | null;
  readonly spans: readonly SurrogateSpan[];
}

/** Something a recogniser takes for personal data, by its place alone. */
export interface ExportFinding {
  readonly conversation: string;
  /** Line of the conversation, from 1. */
  readonly line: number;
  readonly type: string;
  readonly source: string;
}

interface ScannedSpan extends SurrogateSpan {
  readonly source: string;
}

/** Finds personal data in a text. @throws where a recogniser failed: then nothing is known to be clean */
export type ScanText = (text: string) => Promise<readonly ScannedSpan[]>;

const placeholder = /\[([A-Z_]{1,24})_\d{1,9}\]/gu;
/** Kinds that are no data of a person by themselves, such as a balance: the same number may stand anywhere. */
const plainKinds: ReadonlySet<string> = new Set(['DETAIL', 'CODE']);
/** A shorter value is part of too many words to be looked for. */
const LEAST_CHARACTERS = 5;

/**
 * Puts a surrogate of the same shape in the place of every placeholder, the same for the same one throughout the
 * conversation, and looks at the result three ways: nothing personal between the placeholders, nothing beside the
 * surrogates, and none of the values anywhere.
 *
 * @param key of one export, thrown away after it
 */
export async function deidentify(
  conversation: RedactedConversation,
  key: Buffer,
  scan: ScanText,
): Promise<{ readonly lines: readonly DeidentifiedLine[]; readonly findings: readonly ExportFinding[] }> {
  const surrogateFor = createSurrogates(conversation, key);
  const lines: DeidentifiedLine[] = [];
  const findings: ExportFinding[] = [];
  for (const { from, text, intent, published = [] } of conversation.lines) {
    const line = { from, intent, ...replaceAll(text, surrogateFor) };
    lines.push(line);
    const found = [
      ...(await findBetween(text, published, scan)),
      ...(await findBeside(line, published, scan)),
      ...findValues(line.text, conversation.values),
    ];
    findings.push(...found.map((one) => ({ conversation: conversation.id, line: lines.length, ...one })));
  }
  return { lines, findings };
}

/** One surrogate a placeholder, drawn when it is first met. */
function createSurrogates({ id, values: known }: RedactedConversation, key: Buffer) {
  const values = new Map(known.map(({ placeholder: name, value }) => [name, value]));
  const made = new Map<string, string>();
  return function surrogateFor(name: string, type: string): string {
    const before = made.get(name);
    if (before !== undefined) return before;
    const surrogate = toSurrogate(type, values.get(name) ?? null, createDraw(key, `${id}\0${name}`));
    made.set(name, surrogate);
    return surrogate;
  };
}

function replaceAll(
  text: string,
  surrogateFor: (name: string, type: string) => string,
): { readonly text: string; readonly spans: readonly SurrogateSpan[] } {
  const spans: SurrogateSpan[] = [];
  let grown = 0;
  const replaced = text.replace(placeholder, (name: string, type: string, at: number) => {
    const surrogate = surrogateFor(name, type);
    const start = at + grown;
    spans.push({ start, end: start + surrogate.length, type });
    grown += surrogate.length - name.length;
    return surrogate;
  });
  return { text: replaced, spans };
}

type Found = Pick<ExportFinding, 'type' | 'source'>;

/** The text as it was redacted: recognisers may have learnt since. A full stop keeps what is beside a value apart. */
async function findBetween(text: string, published: readonly string[], scan: ScanText): Promise<readonly Found[]> {
  const between = text.replace(placeholder, ' . ');
  const found = await scan(between);
  return found.filter(({ start, end }) => !standsIn(between.slice(start, end), published)).map(toFound);
}

/** What is read together with a surrogate is about the surrogate. */
async function findBeside(
  { text, spans }: Pick<DeidentifiedLine, 'text' | 'spans'>,
  published: readonly string[],
  scan: ScanText,
): Promise<readonly Found[]> {
  const found = await scan(text);
  const stands = found.filter(({ start, end }) => !spans.some((span) => start < span.end && end > span.start));
  return stands.filter(({ start, end }) => !standsIn(text.slice(start, end), published)).map(toFound);
}

/** The values themselves, however they are spaced. */
function findValues(text: string, values: RedactedConversation['values']): readonly Found[] {
  const said = bare(text);
  return values
    .filter(({ type, value }) => !plainKinds.has(type) && isDistinct(value) && said.includes(bare(value)))
    .map(({ type }) => ({ type, source: 'original' }));
}

/** Long, and no single word: a name may be a word of everybody's. */
function isDistinct(value: string): boolean {
  return bare(value).length >= LEAST_CHARACTERS && (/\d|@/u.test(value) || /\S\s+\S/u.test(value.trim()));
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function toFound({ type, source }: Found): Found {
  return { type, source };
}
