import type { Permission } from '../../src/identity/roles.ts';
import type { AskOptions, GivenHttp } from './given-http.ts';
import { scriptedPassword } from './http-staff.ts';

/** One way to call a route, and what comes of it. */
export interface RouteCase {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly permission: Permission | null;
  readonly status: number;
  readonly body?: AskOptions['body'];
  /** Part of the JSON answer; a plain text answer is the member `text`. */
  readonly answer: object;
  /** What the desk was asked, for routes that reach one. */
  readonly asked?: (http: GivenHttp) => unknown;
  readonly expected?: unknown;
}

const conversationDesk = (http: GivenHttp) => http.conversations.script.last().input;
const peopleDesk = (http: GivenHttp) => http.people.script.last().input;

export const conversationRoutes: readonly RouteCase[] = [
  {
    name: 'start',
    method: 'POST',
    path: '/v1/conversations',
    permission: 'converse',
    status: 201,
    body: {
      channel: 'web',
      language: 'en',
      collection: 'bank',
      customer: { ref: ' c-17 ', tier: 'gold' },
      basis: 'contract',
    },
    answer: { notice: { text: 'Words', version: '2026-11' }, disclosure: { text: 'Words' }, state: 'with-assistant' },
    asked: conversationDesk,
    expected: [
      {
        channel: 'web',
        language: 'en',
        collection: 'bank',
        customer: { ref: 'c-17', tier: 'gold', verified: false },
        basis: 'contract',
      },
    ],
  },
  {
    name: 'start with nothing said',
    method: 'POST',
    path: '/v1/conversations',
    permission: 'converse',
    status: 201,
    answer: {},
    asked: conversationDesk,
    expected: [{ channel: 'kiosk', language: null, collection: null, customer: null, basis: null }],
  },
  {
    name: 'post',
    method: 'POST',
    path: '/v1/conversations/c_1/messages',
    permission: 'converse',
    status: 200,
    body: { text: ' hello ' },
    answer: {
      conversation: 'c_1',
      turn: 1,
      outcome: 'answered',
      reply: { mode: 'quoted' },
      handover: null,
      receipt: { index: 41 },
    },
    asked: conversationDesk,
    expected: ['c_1', 'hello'],
  },
  {
    name: 'read',
    method: 'GET',
    path: '/v1/conversations/c_1',
    permission: 'read-conversation',
    status: 200,
    answer: {
      id: 'c_1',
      state: 'with-assistant',
      version: 3,
      transcript: [{ turn: 1, from: 'customer', text: 'I am [NAME_1]' }],
    },
  },
  {
    name: 'read a turn',
    method: 'GET',
    path: '/v1/conversations/c_1/turns/3',
    permission: 'read-conversation',
    status: 200,
    answer: { conversation: 'c_1', turn: 3, outcome: 'answered', receipt: { index: 41 } },
    asked: conversationDesk,
    expected: ['c_1', 3],
  },
  {
    name: 'confirm',
    method: 'POST',
    path: '/v1/conversations/c_1/confirm',
    permission: 'converse',
    status: 200,
    body: { step: 'a_1.identity', accept: true, code: '042917' },
    answer: { outcome: 'confirming', confirmation: { step: 'a_1.change', kind: 'change' } },
    asked: conversationDesk,
    expected: ['c_1', { step: 'a_1.identity', accept: true, code: '042917' }],
  },
  {
    name: 'ask for a person',
    method: 'POST',
    path: '/v1/conversations/c_1/handover',
    permission: 'converse',
    status: 202,
    body: { note: 'please' },
    answer: { outcome: 'handed-over', handover: { reference: 'h_1', queue: 'cards', priority: 'high', position: 2 } },
    asked: conversationDesk,
    expected: ['c_1', 'please'],
  },
  {
    name: 'feedback',
    method: 'POST',
    path: '/v1/conversations/c_1/feedback',
    permission: 'converse',
    status: 201,
    body: { csat: 5, resolved: true },
    answer: { id: 'f_1' },
    asked: conversationDesk,
    expected: ['c_1', { csat: 5, effort: null, resolved: true, comment: null }],
  },
  {
    name: 'close',
    method: 'POST',
    path: '/v1/conversations/c_1/close',
    permission: 'converse',
    status: 200,
    answer: { id: 'c_1', state: 'closed' },
    asked: conversationDesk,
    expected: ['c_1'],
  },
];

export const peopleRoutes: readonly RouteCase[] = [
  {
    name: 'list',
    method: 'GET',
    path: '/v1/handovers?state=waiting&queue=cards&after=2%7C2026-11-21T09:00:00.000Z%7Ch_1&limit=10',
    permission: 'work-handovers',
    status: 200,
    answer: {
      items: [{ reference: 'h_1', state: 'waiting', headline: 'Wants a refund, mentions a lawyer.' }],
      next: 'p2',
    },
    asked: peopleDesk,
    expected: [{ state: 'waiting', queue: 'cards', after: '2|2026-11-21T09:00:00.000Z|h_1', limit: 10 }],
  },
  {
    name: 'list all',
    method: 'GET',
    path: '/v1/handovers',
    permission: 'work-handovers',
    status: 200,
    answer: { next: 'p2' },
    asked: peopleDesk,
    expected: [{ state: null, queue: null, after: null, limit: 50 }],
  },
  {
    name: 'read handover',
    method: 'GET',
    path: '/v1/handovers/h_1',
    permission: 'work-handovers',
    status: 200,
    answer: {
      reference: 'h_1',
      reason: 'legal-language',
      packet: { issue: 'i', tone: 'o' },
      transcript: '/v1/conversations/c_1',
    },
  },
  {
    name: 'claim',
    method: 'POST',
    path: '/v1/handovers/h_1/claim',
    permission: 'work-handovers',
    status: 200,
    answer: { state: 'claimed' },
    asked: peopleDesk,
    expected: ['h_1'],
  },
  {
    name: 'return',
    method: 'POST',
    path: '/v1/handovers/h_1/return',
    permission: 'work-handovers',
    status: 200,
    body: { note: 'checked' },
    answer: { state: 'done' },
    asked: peopleDesk,
    expected: ['h_1', 'checked'],
  },
  {
    name: 'resolve',
    method: 'POST',
    path: '/v1/handovers/h_1/resolve',
    permission: 'work-handovers',
    status: 200,
    body: { resolution: 'refunded', assistantWasRight: false, because: 'the fee is old' },
    answer: { state: 'done' },
    asked: peopleDesk,
    expected: [
      'h_1',
      { resolution: 'refunded', assistantWasRight: false, because: 'the fee is old', correctedReply: null },
    ],
  },
  {
    name: 'reply',
    method: 'POST',
    path: '/v1/conversations/c_1/replies',
    permission: 'work-handovers',
    status: 200,
    body: { text: 'Robin here' },
    answer: { id: 'c_1', state: 'with-person' },
    asked: peopleDesk,
    expected: ['c_1', 'Robin here'],
  },
  {
    name: 'take over',
    method: 'POST',
    path: '/v1/conversations/c_1/takeover',
    permission: 'work-handovers',
    status: 200,
    answer: { state: 'with-person' },
    asked: peopleDesk,
    expected: ['c_1'],
  },
  {
    name: 'stop',
    method: 'POST',
    path: '/v1/stop',
    permission: 'stop-appliance',
    status: 200,
    answer: { state: 'stopped' },
    asked: (http) => http.told.switched.at(-1)?.[0],
    expected: 'stop',
  },
  {
    name: 'resume',
    method: 'POST',
    path: '/v1/resume',
    permission: 'resume-appliance',
    status: 200,
    answer: { state: 'running' },
    asked: (http) => http.told.switched.at(-1)?.[0],
    expected: 'resume',
  },
];

/** Who is calling, and what they see. Each opens or ends a session of its own, so none is repeated under an `Idempotency-Key`. */
export const sessionRoutes: readonly RouteCase[] = [
  {
    name: 'sign in',
    method: 'POST',
    path: '/v1/session',
    permission: null,
    status: 201,
    body: { name: 'robin', password: scriptedPassword },
    answer: { id: 'u_robin', name: 'robin', role: 'agent', method: 'password' },
  },
  {
    name: 'read the session',
    method: 'GET',
    path: '/v1/session',
    permission: 'read-session',
    status: 200,
    answer: { name: null, method: 'key', expiresAt: null },
  },
  {
    name: 'reveal',
    method: 'POST',
    path: '/v1/reveal',
    permission: 'reveal-values',
    status: 200,
    body: { conversation: 'c_1', placeholder: '[NAME_1]', reason: ' a letter to write ' },
    answer: { placeholder: '[NAME_1]', type: 'NAME', value: 'Ann', expiresAt: '2026-11-21T09:05:00.000Z' },
    asked: (http) => http.told.revealed.map(([input]) => input),
    expected: [{ conversation: 'c_1', placeholder: '[NAME_1]', reason: 'a letter to write' }],
  },
  {
    name: 'options',
    method: 'GET',
    path: '/v1/session/options',
    permission: null,
    status: 200,
    answer: { password: true, provider: null },
  },
];
