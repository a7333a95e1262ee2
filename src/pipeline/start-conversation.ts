import { beginning } from '../conversation/next-state.ts';
import { wordingFor } from '../policy/policy-snapshot.ts';
import type { Call, StartInput } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import type { DeskPorts } from './desk-ports.ts';
import type { Write } from './ledger.ts';
import { progressAfter } from './progress-after.ts';
import { entryHead, idempotencyOf } from './recorded-call.ts';
import type { StartedView } from './views.ts';

/** The customer's own reference lies in the vault; staff see its placeholder. */
function referenceOf({ id, subject }: { readonly id: string; readonly subject: string }, value: string): Write {
  return {
    kind: 'vault',
    conversation: id,
    subject,
    values: [{ placeholder: '[CUSTOMER_1]', type: 'CUSTOMER', value }],
  };
}

/**
 * Opens a conversation: notice and disclosure first, the customer's reference behind a pseudonym.
 *
 * @throws {ApplianceError} `collection-unknown`: a misspelt name would find nothing in every turn of the conversation
 */
export async function startConversation(
  { stages, prepareSubject }: Pick<DeskPorts, 'stages' | 'prepareSubject'>,
  input: StartInput,
  call: Call,
): Promise<StartedView> {
  const collection = input.collection ?? stages.defaultCollection();
  if (!(await stages.isKnownCollection(collection)))
    throw new ApplianceError('collection-unknown', 'There is no such collection of knowledge');
  const tier = input.customer?.tier ?? 'standard';
  const policy = stages.policy({ tier, channel: input.channel });
  const { scope, content, privacy } = policy.files;
  const id = stages.newId('c');
  const at = stages.now();
  const language = input.language ?? scope.defaultLanguage;
  const conversation = {
    id,
    subject: prepareSubject(input.customer?.ref ?? id),
    keyId: call.caller.keyId,
    channel: input.channel,
    language,
    collection,
    tier,
    // Only a key that may vouch is believed; everybody else's customers are strangers until they prove otherwise.
    verified: input.customer?.verified === true && call.caller.role !== 'kiosk',
    basis: input.basis ?? privacy.basis,
    startedAt: at,
  };
  const events = [{ kind: 'started' }] as const;
  const progress = progressAfter(beginning, events);
  const { firstMessage, dataNotice } = content.disclosures;
  const view: StartedView = {
    id,
    notice: { text: wordingFor(dataNotice.text, language), version: dataNotice.version },
    disclosure: { text: wordingFor(firstMessage.text, language), version: firstMessage.version },
    state: progress.state,
  };
  return stages.ledger.commit({
    entry: {
      ...entryHead(call, id, at),
      kind: 'conversation-started',
      channel: conversation.channel,
      language,
      collection: conversation.collection,
      subject: conversation.subject,
      tier: conversation.tier,
      verified: conversation.verified,
      notice: dataNotice.version,
      disclosure: firstMessage.version,
    },
    expects: null,
    idempotency: idempotencyOf(call),
    build: () => ({
      writes: [
        { kind: 'conversation', conversation },
        { kind: 'events', conversation: id, events, progress, at },
        ...(input.customer ? [referenceOf(conversation, input.customer.ref)] : []),
      ],
      answer: view,
    }),
  });
}
