import { randomUUID } from 'node:crypto';
import type { EntryLedger } from './entry-ledger.ts';
import type { GivenAppliance } from './given-appliance.ts';

type Holder = Parameters<GivenAppliance['as']>[0];
type Draw = (below: number) => number;

/** Ids the clients of one run have come to know; most calls are about one of them. */
interface Known {
  readonly conversations: string[];
  readonly handovers: string[];
  readonly entries: number;
}

interface Traffic {
  readonly bank: GivenAppliance;
  readonly ledger: EntryLedger;
  readonly draw: Draw;
  readonly known: Known;
  sent: number;
}

/** A kind of call: sends it, and notes what must be in the log for what it was answered. */
type Kind = (traffic: Traffic) => Promise<void>;

/** Sends calls of all kinds, so many at once, until `requests` were sent. Answers how many of each status came back. */
export async function sendTraffic(
  bank: GivenAppliance,
  ledger: EntryLedger,
  { requests, atOnce, draw }: { readonly requests: number; readonly atOnce: number; readonly draw: Draw },
): Promise<number> {
  const known = { conversations: [], handovers: [], entries: bank.appliance.store.log.size };
  const traffic: Traffic = { bank, ledger, draw, known, sent: 0 };
  await startConversation(traffic);
  const client = async (): Promise<void> => {
    while (traffic.sent < requests) await pick(draw, kinds)(traffic);
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return traffic.sent;
}

const questions = [
  'I lost my card, what now?',
  'What does a transfer abroad cost?',
  'I want to talk to a person',
  'My mail is rosalind.quimby@example.org, what about my card?',
  'You have charged me twice, I will call my lawyer',
];

interface Sent {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: string;
}

interface Calling {
  readonly as: Holder;
  readonly method?: string;
  readonly body?: object;
  readonly key?: string;
}

async function send(traffic: Traffic, path: string, { as, method = 'POST', body = {}, key = randomUUID() }: Calling) {
  traffic.sent += 1;
  const isRead = method === 'GET';
  const sentBody = method === 'DELETE' ? undefined : body;
  const person = traffic.bank.as(as);
  const answer = isRead
    ? await person.request(method, path)
    : await person.request(method, path, sentBody, { 'idempotency-key': key });
  if (answer.status >= 500 && answer.status !== 503)
    throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  const read = typeof answer.body === 'object' && answer.body !== null ? answer.body : {};
  return { status: answer.status, body: read as Sent['body'], key };
}

/** Now and then the same call twice, at once: one act. */
async function sendPerhapsTwice(traffic: Traffic, path: string, calling: Calling): Promise<readonly Sent[]> {
  const key = randomUUID();
  const times = traffic.draw(4) === 0 ? 2 : 1;
  return Promise.all(Array.from({ length: times }, () => send(traffic, path, { ...calling, key })));
}

/** Calls that are one entry where they succeed. */
async function act(traffic: Traffic, path: string, calling: Calling, label: string): Promise<void> {
  for (const { status, key } of await sendPerhapsTwice(traffic, path, calling)) {
    if (status < 300) traffic.ledger.expect(key, label);
  }
}

const startConversation: Kind = async (traffic) => {
  const body = traffic.draw(3) === 0 ? { customer: { ref: `customer ${traffic.draw(40)}` } } : {};
  for (const { status, body: started } of await sendPerhapsTwice(traffic, '/v1/conversations', { as: 'kiosk', body })) {
    if (status !== 201) continue;
    const id = String(started.id);
    traffic.ledger.expect(`start ${id}`, `conversation-started ${id}`);
    if (!traffic.known.conversations.includes(id)) traffic.known.conversations.push(id);
  }
};

function noteTurn({ ledger, known }: Traffic, { status, body }: Sent): void {
  if (status >= 300) return;
  const label = `turn ${String(body.conversation)} ${String(body.turn)}`;
  ledger.expect(label, label);
  const handover = body.handover as { readonly reference?: string } | null;
  if (handover?.reference !== undefined) known.handovers.push(handover.reference);
}

const postMessage: Kind = async (traffic) => {
  const id = pick(traffic.draw, traffic.known.conversations);
  const body = { text: pick(traffic.draw, questions) };
  const path = `/v1/conversations/${id}/messages`;
  for (const sent of await sendPerhapsTwice(traffic, path, { as: 'kiosk', body })) noteTurn(traffic, sent);
};

const askForPerson: Kind = async (traffic) => {
  const id = pick(traffic.draw, traffic.known.conversations);
  const path = `/v1/conversations/${id}/handover`;
  for (const sent of await sendPerhapsTwice(traffic, path, { as: 'kiosk' })) noteTurn(traffic, sent);
};

function onConversation(path: string, label: string, as: Holder, body: object = {}): Kind {
  return async (traffic) => {
    const id = pick(traffic.draw, traffic.known.conversations);
    await act(traffic, `/v1/conversations/${id}/${path}`, { as, body }, label.replace('ID', id));
  };
}

function onHandover(path: string, body: object): Kind {
  return async (traffic) => {
    if (traffic.known.handovers.length === 0) return postMessage(traffic);
    const reference = pick(traffic.draw, traffic.known.handovers);
    const read = await send(traffic, `/v1/handovers/${reference}`, { as: 'agent', method: 'GET' });
    const label = `handover-${path === 'claim' ? 'claimed' : path === 'return' ? 'returned' : 'resolved'}`;
    await act(
      traffic,
      `/v1/handovers/${reference}/${path}`,
      { as: 'agent', body },
      `${label} ${String(read.body.conversation)} ${reference}`,
    );
  };
}

const giveConsent: Kind = async (traffic) => {
  const granted = traffic.draw(2) === 0;
  const purpose = 'improve-service';
  await onConversation('consent', `consent ID ${purpose} ${granted}`, 'kiosk', { purpose, granted })(traffic);
};

const revealValue: Kind = async (traffic) => {
  const conversation = pick(traffic.draw, traffic.known.conversations);
  const as = pick(traffic.draw, ['agent', 'reviewer'] as const);
  const body = { conversation, placeholder: '[EMAIL_1]', reason: 'To write to them' };
  const { status, key } = await send(traffic, '/v1/reveal', { as, body });
  if (status === 200) traffic.ledger.expect(key, `value-revealed ${conversation} [EMAIL_1]`);
  if (status === 404) traffic.ledger.expect(key, `reveal-refused ${conversation} not-found`);
  // Told once an hour, and the clock of this run stands.
  if (status === 429) traffic.ledger.expect(`limit of ${as}`, 'reveal-refused limit');
};

const readEntries: Kind = async (traffic) => {
  const as = pick(traffic.draw, ['auditor', 'auditor', 'agent', 'kiosk'] as const);
  const conversation = pick(traffic.draw, [...traffic.known.conversations.slice(-3), 'c_nobody']);
  const read = await send(traffic, `/v1/audit/entries?conversation=${conversation}`, { as, method: 'GET' });
  const label = conversation === 'c_nobody' ? 'log-read entries' : `log-read ${conversation} entries`;
  if (read.status === 200) traffic.ledger.expect(read.key, label);
};

const readEntry: Kind = async (traffic) => {
  const index = traffic.draw(traffic.known.entries * 2);
  const read = await send(traffic, `/v1/audit/entries/${index}`, { as: 'auditor', method: 'GET' });
  if (read.status === 200) traffic.ledger.expect(read.key, `log-read entry ${index}`);
};

const signInWrongly: Kind = async (traffic) => {
  const body = { name: randomUUID(), password: 'wrong' };
  const { status, key } = await send(traffic, '/v1/session', { as: 'kiosk', body });
  if (status === 401) traffic.ledger.expect(key, 'sign-in-refused unknown-name');
};

const stopAndResume: Kind = async (traffic) => {
  await act(traffic, '/v1/stop', { as: 'agent' }, 'stop');
  await act(traffic, '/v1/resume', { as: 'admin' }, 'resume');
};

const rightsOfCustomer: Kind = async (traffic) => {
  const ref = `subject ${randomUUID()}`;
  const path = `/v1/subjects/${encodeURIComponent(ref)}`;
  const started = await send(traffic, '/v1/conversations', { as: 'kiosk', body: { customer: { ref } } });
  if (started.status !== 201) return;
  const id = String(started.body.id);
  const { store } = traffic.bank.appliance;
  const subject = store.keys.subjectOf(ref);
  traffic.ledger.expect(`start ${id}`, `conversation-started ${id}`);
  const exported = await send(traffic, `${path}/export`, { as: 'admin' });
  if (exported.status === 200) traffic.ledger.expect(exported.key, `subject-exported ${subject}`);
  await act(
    traffic,
    `${path}/corrections`,
    { as: 'admin', body: { statement: 'With a k' } },
    `subject-corrected ${subject}`,
  );
  await act(traffic, `${path}/hold`, { as: 'admin', body: { reason: 'A case' } }, `subject-held ${subject}`);
  await act(traffic, `${path}/hold`, { as: 'admin', method: 'DELETE' }, `subject-released ${subject}`);
  const erased = await send(traffic, path, { as: 'admin', method: 'DELETE' });
  if (erased.status !== 200) return;
  for (const label of [`erasure-requested ${subject}`, `conversation-closed ${id}`, `subject-erased ${subject}`]) {
    traffic.ledger.expect(label, label);
  }
};

/** Nothing of these is an act: what shows no entry, blocks that keep nothing, and calls that are refused. */
const leaveNothing: Kind = async (traffic) => {
  const [as, method, path, body] = pick(traffic.draw, nothings);
  await send(traffic, path, { as, method, body });
};

const nothings: readonly (readonly [Holder, string, string, object])[] = [
  ['kiosk', 'GET', '/v1/audit/checkpoint', {}],
  ['auditor', 'GET', '/v1/audit/key', {}],
  ['auditor', 'GET', '/v1/audit/proof/inclusion?index=0', {}],
  ['auditor', 'GET', '/v1/audit/proof/consistency?from=1', {}],
  ['kiosk', 'GET', '/v1/audit/proof/inclusion?index=0', {}],
  ['auditor', 'GET', '/v1/audit/entries/99999999', {}],
  ['admin', 'GET', '/metrics', {}],
  ['kiosk', 'GET', '/healthz', {}],
  ['kiosk', 'GET', '/readyz', {}],
  ['agent', 'GET', '/v1/handovers', {}],
  ['kiosk', 'GET', '/v1/handovers', {}],
  ['kiosk', 'GET', '/v1/conversations/c_none', {}],
  ['kiosk', 'POST', '/v1/conversations', { unknown: true }],
  ['kiosk', 'POST', '/v1/conversations', { collection: 'none' }],
  ['agent', 'POST', '/v1/conversations', {}],
  ['kiosk', 'POST', '/v1/conversations/c_none/messages', { text: 'Hello' }],
  ['auditor', 'POST', '/v1/stop', {}],
  ['agent', 'POST', '/v1/resume', {}],
  ['kiosk', 'POST', '/v1/reveal', { conversation: 'c_1', placeholder: '[EMAIL_1]', reason: 'Mine' }],
  ['admin', 'DELETE', '/v1/subjects/nobody', {}],
  ['admin', 'POST', '/v1/retention/run', { dryRun: true }],
  ['kiosk', 'POST', '/v1/redact', { text: 'card 4111 1111 1111 1111' }],
  ['kiosk', 'POST', '/v1/triage', { text: 'I lost my card' }],
  ['kiosk', 'POST', '/v1/search', { query: 'lost card' }],
];

const kinds: readonly Kind[] = [
  ...Array.from({ length: 8 }, () => postMessage),
  ...Array.from({ length: 5 }, () => leaveNothing),
  startConversation,
  startConversation,
  askForPerson,
  onHandover('claim', {}),
  onHandover('return', { note: 'Done' }),
  onHandover('resolve', { resolution: 'Called back' }),
  onConversation('replies', 'person-replied ID', 'agent', { text: 'Robin here' }),
  onConversation('takeover', 'takeover ID', 'agent'),
  onConversation('feedback', 'feedback-given ID', 'kiosk', { csat: 4, comment: 'Quick' }),
  onConversation('close', 'conversation-closed ID', 'kiosk'),
  giveConsent,
  revealValue,
  readEntries,
  readEntries,
  readEntry,
  readEntry,
  signInWrongly,
  stopAndResume,
  rightsOfCustomer,
];

function pick<T>(draw: Draw, items: readonly T[]): T {
  return items[draw(items.length)] as T;
}
