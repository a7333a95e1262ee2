import { perSnapshot } from '../policy/per-snapshot.ts';
import type { PolicySnapshot } from '../policy/policy-snapshot.ts';
import type { ClassifyText } from '../redaction/classify-text.ts';
import type { toCountry } from '../redaction/default-country.ts';
import { toDetectionOptions } from '../redaction/detection-rules.ts';
import { createLeakCheck } from '../redaction/leak-check.ts';
import { createLearnedCheck } from '../redaction/learned-check.ts';
import { createPlaceholderBook } from '../redaction/placeholder-book.ts';
import { createRedactor, type Redactor } from '../redaction/redact-message.ts';
import { TurnFault } from './fault-code.ts';
import type { Write } from './ledger.ts';
import type { Records } from './records.ts';
import { redactionUncertain } from './redaction-uncertain.ts';
import type { RedactedMessage, RedactedNote, Stages } from './stages.ts';

/** Characters of a message kept, in memory alone, to find an identifier that goes on in the next one. */
const TAIL = 64;
const KEPT_TAILS = 5_000;

interface ConversationRedactionPorts {
  readonly records: Pick<Records, 'knownValues'>;
  policy(): PolicySnapshot;
  /** The learned recogniser; absent where none is configured. */
  readonly classify?: ClassifyText | undefined;
}

/** Masks what is written in a conversation under the placeholders it knows already, with the rules of the policy in force. */
export function createConversationRedaction({
  records,
  policy,
  classify,
}: ConversationRedactionPorts): Pick<
  Stages,
  'redactMessage' | 'redactNote' | 'redactWords' | 'findPersonalData' | 'findLearned' | 'forgetTail'
> {
  const tools = createRedactionTools(policy, classify);
  const tails = new Map<string, string>();
  const keepTail = (conversation: string, text: string): void => {
    // A press of a button says nothing: what was written before goes on in the next message.
    if (text === '') return;
    if (tails.size >= KEPT_TAILS) tails.clear();
    tails.set(conversation, text.slice(-TAIL));
  };
  const redactWords: Stages['redactWords'] = async (conversation, text, after) => {
    const { redactor, country } = tools();
    const before = (after?.writes ?? []).flatMap((write) => (write.kind === 'vault' ? write.values : []));
    const book = createPlaceholderBook([...(await records.knownValues(conversation.id)), ...before], country);
    const { text: redacted, added: values, complete } = await redactor.redact(text, book);
    const { id, subject } = conversation;
    const writes: readonly Write[] = values.length > 0 ? [{ kind: 'vault', conversation: id, subject, values }] : [];
    return { text: redacted, writes, complete };
  };
  return {
    redactMessage: async function redactMessage(message, signal): Promise<RedactedMessage> {
      const { conversation, text, receivedAt } = message;
      const { redactor, country } = tools();
      const book = createPlaceholderBook(await records.knownValues(conversation.id), country);
      const previousTail = tails.get(conversation.id);
      const redaction = await redactor.redact(text, book, { previousTail, signal });
      keepTail(conversation.id, text);
      const turn = {
        conversation,
        number: conversation.turns + 1,
        question: redaction.text,
        entities: redaction.entities,
        receivedAt,
        redactionComplete: redaction.complete,
      };
      return { turn, known: book.values(), added: redaction.added };
    },
    redactNote: async function redactNote(conversation, text, after): Promise<RedactedNote> {
      const { complete, ...note } = await redactWords(conversation, text, after);
      if (!complete) throw redactionUncertain();
      return note;
    },
    redactWords,
    findLearned: (text, signal) => tools().findLearned(text, signal),
    forgetTail: (conversation) => void tails.delete(conversation),
    findPersonalData: (text) => {
      const { leaks, complete } = tools().findLeaks(text, { known: [], allowed: [] });
      if (!complete) throw new TurnFault('recogniser-failed', 'A recogniser failed');
      return leaks;
    },
  };
}

interface RedactionTools {
  readonly redactor: Redactor;
  readonly findLeaks: ReturnType<typeof createLeakCheck>;
  readonly findLearned: ReturnType<typeof createLearnedCheck>;
  readonly country: ReturnType<typeof toCountry>;
}

/** The redactor of the policy in force, made anew when policy changes. */
function createRedactionTools(policy: () => PolicySnapshot, classify: ClassifyText | undefined): () => RedactionTools {
  const toolsOf = perSnapshot(({ files }): RedactionTools => {
    const options = toDetectionOptions(files.privacy);
    const redactor = createRedactor({ ...options, classify });
    const findLearned = createLearnedCheck({ ...options, classify });
    return { redactor, findLeaks: createLeakCheck(options), findLearned, country: options.defaultCountry };
  });
  return () => toolsOf(policy());
}
