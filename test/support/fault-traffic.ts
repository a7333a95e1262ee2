import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, ChildAppliance } from './child-appliance.ts';

/** A Turn as far as a client keeps it. */
export interface KeptTurn {
  readonly conversation: string;
  readonly turn: number;
  readonly outcome: string;
  readonly reply: { readonly text: string } | null;
  readonly receipt: {
    readonly index: number;
    readonly leaf: string;
    readonly checkpoint: string;
    readonly size: number;
  };
}

/** A call that was sent; its answer is undefined until it was acknowledged. */
export interface SentMessage {
  readonly conversation: string;
  readonly text: string;
  readonly key: string;
  answer: KeptTurn | undefined;
}

export interface SentStart {
  readonly key: string;
  id: string | undefined;
}

/** What the clients of one appliance know: everything they sent, and everything they were told. */
export interface Oracle {
  readonly starts: SentStart[];
  readonly messages: SentMessage[];
}

const questions = [
  'I lost my card, what now?',
  'How much does a transfer abroad cost?',
  'My IBAN is DE89 3704 0044 0532 0130 00, when does my card arrive?',
  'How do I set up a standing order?',
  'What is the overdraft charge?',
  'Can I pay in cash at a branch?',
];

const startOf = { channel: 'kiosk' };
const PATIENCE_MS = 20_000;

export function createOracle(): Oracle {
  return { starts: [], messages: [] };
}

/** Talks until the appliance is gone: every client in a conversation of its own, a new one now and then. */
export async function talkUntilGone(appliance: ChildAppliance, oracle: Oracle, clients: number): Promise<void> {
  await Promise.all(Array.from({ length: clients }, (_, client) => talk(appliance, oracle, client)));
}

async function talk(appliance: ChildAppliance, oracle: Oracle, client: number): Promise<void> {
  for (let number = client; ; number += 1) {
    const start: SentStart = { key: crypto.randomUUID(), id: undefined };
    oracle.starts.push(start);
    if (!(await sendStart(appliance, start)) || start.id === undefined) return;
    for (let turn = 0; turn < 3; turn += 1) {
      const text = `${questions[(number + turn) % questions.length]} (${number}.${turn})`;
      const message = { conversation: start.id, text, key: crypto.randomUUID(), answer: undefined };
      oracle.messages.push(message);
      if (!(await sendMessage(appliance, message))) return;
    }
  }
}

/** Sends a start, the first time or again. Answers false when the appliance is gone. */
export async function sendStart(appliance: ChildAppliance, start: SentStart): Promise<boolean> {
  const answer = await attempt(() => appliance.call('POST', '/v1/conversations', { body: startOf, key: start.key }));
  if (answer === undefined || isStopping(answer)) return false;
  if (answer.status !== 201) throw new Error(`A start was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  start.id = (answer.body as { id: string }).id;
  return true;
}

/** Sends a message, the first time or again; a repeat that is answered otherwise than before is an error. */
export async function sendMessage(appliance: ChildAppliance, message: SentMessage): Promise<boolean> {
  const { conversation, text, key } = message;
  const path = `/v1/conversations/${conversation}/messages`;
  const answer = await attempt(() => appliance.call('POST', path, { body: { text }, key }));
  if (answer === undefined || isStopping(answer)) return false;
  if (answer.status !== 200) throw new Error(`A message was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const turn = answer.body as KeptTurn;
  const before = message.answer;
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(turn)) {
    throw new Error(`A repeat was answered otherwise than the call: turn ${before.turn}, then turn ${turn.turn}`);
  }
  message.answer = turn;
  return true;
}

/** Told over an open connection while the appliance drains: nothing of the call was done. */
function isStopping({ status, body }: Answer): boolean {
  return status === 503 && (body as { code?: string }).code === 'shutting-down';
}

/** Undefined when the connection broke: then nobody knows whether the call was carried out. */
async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    // What `fetch` throws for a broken connection; anything else is a fault of the test.
    if (error instanceof TypeError || (error instanceof SyntaxError && error.message.includes('JSON')))
      return undefined;
    throw error;
  }
}

/** Waits for a number of answers picked at random, and then a part of the time one takes: kills fall anywhere in a turn. */
export async function waitAmidTraffic(oracle: Oracle, mostAnswers: number, mostMs: number): Promise<void> {
  const wanted = Math.floor(Math.random() * (mostAnswers + 1));
  const until = performance.now() + PATIENCE_MS;
  while (oracle.messages.filter((message) => message.answer !== undefined).length < wanted) {
    if (performance.now() > until) throw new Error(`Fewer than ${wanted} answers came in ${PATIENCE_MS} ms`);
    await sleep(1);
  }
  await sleep(Math.random() * mostMs);
}
