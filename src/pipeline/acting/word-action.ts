import type { Slots } from '../../actions/action-state.ts';
import { fillTemplate } from '../../actions/fill-template.ts';
import { isSayable } from '../../actions/is-sayable.ts';
import { textAt } from '../../actions/value-at.ts';
import type { AcceptedReply } from '../../conversation/reply.ts';
import type { OperationPolicy } from '../../policy/action-policy.ts';
import { wordingFor } from '../../policy/policy-snapshot.ts';
import type { Wording } from '../../policy/schema-parts.ts';
import { sayScripted } from '../endings.ts';
import type { TurnContext } from '../turn-work.ts';
import { knownTo } from './action-intent.ts';
import { changeState } from './action-notes.ts';

/** What may stand in the words of an operation. */
export interface ActionValues {
  readonly slots: Slots;
  /** Facts that were read; kept like everything personal. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The answer of the system, unredacted. */
  readonly answer?: { readonly operation: OperationPolicy; readonly value: unknown };
}

/** Type of values that came from a system of record and have no type of their own. */
const DETAIL = 'DETAIL';

/** Policy's words about an action as an accepted reply; undefined where a value they name is missing. */
export async function sayAction(
  context: TurnContext,
  wording: Wording,
  values: ActionValues,
): Promise<AcceptedReply | undefined> {
  const text = await wordAction(context, wording, values);
  return text === undefined ? undefined : sayWords(context, { en: text, [languageOf(context)]: text });
}

/** Policy's words as they stand, with the notice on data in front the first time the customer is asked for any. */
export function askForData(context: TurnContext, wording: Wording): AcceptedReply {
  const { action, policy } = context.work.notes;
  if (action.state.noticed) return sayWords(context, wording);
  changeState(action, { noticed: true });
  const language = languageOf(context);
  const notice = wordingFor(policy.files.content.disclosures.dataNotice.text, language);
  const text = `${notice} ${wordingFor(wording, language)}`;
  return sayWords(context, { en: text, [language]: text });
}

export function sayWords(context: TurnContext, wording: Wording): AcceptedReply {
  // What came back in this turn belongs to this customer too.
  return sayScripted({ ...context, redacted: { ...context.redacted, known: knownTo(context) } }, wording);
}

/**
 * Puts values into policy's words, each as a placeholder whose original goes to the vault: nothing a system of record
 * says is on the record in clear unless policy calls it plain, and plain text is redacted like a message.
 */
export async function wordAction(
  context: TurnContext,
  wording: Wording,
  { slots, facts = {}, answer }: ActionValues,
): Promise<string | undefined> {
  const { stages, redacted, work } = context;
  const { conversation } = redacted.turn;
  const masked: Record<string, string> = {};
  const plain: Record<string, string> = {};
  for (const [name, { at, plain: isPlain }] of Object.entries(answer?.operation.spec.result ?? {})) {
    const text = textAt(answer?.value, at);
    // A value that is left out fails the sentence that names it, and a person takes over.
    if (text === undefined || !isSayable(text)) continue;
    if (isPlain) plain[name] = text;
    else masked[name] = keepValue(context, text);
  }
  for (const [name, value] of Object.entries(facts)) {
    if (isSayable(String(value))) masked[name] = keepValue(context, String(value));
  }
  for (const [name, slot] of Object.entries(slots)) {
    if (slot.kind === 'placeholder') masked[name] = slot.placeholder;
    else plain[name] = String(slot.value);
  }
  // Names that are masked stay in braces until the rest is redacted: redaction disarms placeholders in what it reads.
  const braces = Object.fromEntries(Object.keys(masked).map((name) => [name, `{${name}}`]));
  const open = fillTemplate(wordingFor(wording, languageOf(context)), { ...plain, ...braces });
  if (open === undefined) return undefined;
  const before = [...redacted.added, ...work.notes.action.values];
  const { id, subject } = conversation;
  const vault = { kind: 'vault', conversation: id, subject, values: before } as const;
  const note = await stages.redactWords(conversation, open, { writes: [vault] });
  // Words of a system of record that a recogniser could not read are not said: a person takes over.
  if (!note.complete) return undefined;
  for (const write of note.writes) if (write.kind === 'vault') work.notes.action.values.push(...write.values);
  return fillTemplate(note.text, masked);
}

/** Placeholder of a value the conversation may give back to its customer; the same value has one. */
function keepValue(context: TurnContext, value: string): string {
  const known = knownTo(context);
  const existing = known.find((one) => one.type === DETAIL && one.value === value);
  if (existing) return existing.placeholder;
  const placeholder = `[${DETAIL}_${known.filter((one) => one.type === DETAIL).length + 1}]`;
  context.work.notes.action.values.push({ placeholder, type: DETAIL, value });
  return placeholder;
}

function languageOf({ work, redacted }: TurnContext): string {
  const { triage, policy } = work.notes;
  const { languages, defaultLanguage } = policy.files.scope;
  const language = triage?.language ?? redacted.turn.conversation.language;
  return languages.includes(language) ? language : defaultLanguage;
}
