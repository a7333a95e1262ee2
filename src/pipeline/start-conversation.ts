import { beginning, nextState } from '../conversation/next-state.ts';
import { wordingFor } from '../policy/policy-snapshot.ts';
import type { Call, StartInput } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import type { DeskPorts } from './desk-ports.ts';
import type { Write } from './ledger.ts';
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

/** Opens a conversation: notice and disclosure first, the customer's reference behind a pseudonym. */
export async function startConversation(
  { stages, prepareSubject }: Pick<DeskPorts, 'stages' | 'prepareSubject'>,
  input: StartInput,
  call: Call,
): Promise<StartedView> {
  const policy = stages.policy();
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
    collection: input.collection ?? stages.defaultCollection(),
    tier: input.customer?.tier ?? 'standard',
    // Only a key that may vouch is believed; everybody else's customers are strangers until they prove otherwise.
    verified: input.customer?.verified === true && call.caller.role !== 'kiosk',
    basis: input.basis ?? privacy.basis,
    startedAt: at,
  };
  const started = nextState(beginning, { kind: 'started' });
  if (!started.ok) throw new ApplianceError(started.code, 'The conversation cannot start');
  const { firstMessage, dataNotice } = content.disclosures;
  const view: StartedView = {
    id,
    notice: { text: wordingFor(dataNotice.text, language), version: dataNotice.version },
    disclosure: { text: wordingFor(firstMessage.text, language), version: firstMessage.version },
    state: started.progress.state,
  };
  return stages.ledger.commit({
    entry: {
      v: 1,
      kind: 'conversation-started',
      at: at.toISOString(),
      actor: { role: call.caller.role, key: call.caller.keyId },
      conversation: id,
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
    idempotency: call.idempotency && { keyId: call.caller.keyId, ...call.idempotency },
    build: () => ({
      writes: [
        { kind: 'conversation', conversation },
        { kind: 'events', conversation: id, events: [{ kind: 'started' }], progress: started.progress, at },
        ...(input.customer ? [referenceOf(conversation, input.customer.ref)] : []),
      ],
      answer: view,
    }),
  });
}
