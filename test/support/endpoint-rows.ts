import { randomUUID } from 'node:crypto';
import { type Role, roles } from '../../src/identity/roles.ts';

/** What the rows speak about; every id is of one kiosk, `kiosk`. */
export interface World {
  readonly conversation: string;
  /** A customer of whom nothing is stored that must not be read. */
  readonly customer: string;
  /** Handovers that wait, one for each act that ends one. */
  readonly handovers: { readonly returned: string; readonly resolved: string };
}

/** What one operation of the document declares: who may call it, and what the first who may is answered. */
export interface EndpointRow {
  readonly operation: string;
  /** `nobody-asked` needs no key: it answers everybody alike. */
  readonly allowed: readonly Role[] | 'nobody-asked';
  readonly status: number;
  /** True where a kiosk has to be the one that started the conversation. */
  readonly ownOnly?: boolean;
  readonly params?: (world: World) => Readonly<Record<string, string>>;
  readonly query?: (world: World) => string;
  readonly body?: (world: World) => object;
}

/** Values in what people write, to be masked before anybody reads them. */
export const plantedByStaff = {
  reply: '3782 822463 10005',
  note: 'GB29 NWBK 6016 1331 9268 19',
  claim: 'violet.harrow@example.org',
  resolution: '+1 202 555 0163',
  reason: 'quentin.blackwood@example.net',
} as const;

const staff: readonly Role[] = ['agent', 'reviewer', 'admin'];
const converse: readonly Role[] = ['kiosk', 'admin'];
const conversation = (world: World) => ({ id: world.conversation });
const ofConversation = { ownOnly: true, params: conversation };
const ofCustomer = { allowed: ['admin'], params: (world: World) => ({ ref: world.customer }) } as const;
const returned = (world: World) => ({ id: world.handovers.returned });
const resolved = (world: World) => ({ id: world.handovers.resolved });

/** Every operation in an order in which each can succeed once. */
export const endpointRows: readonly EndpointRow[] = [
  { operation: 'startConversation', allowed: converse, status: 201, body: () => ({}) },
  { operation: 'readConversation', allowed: roles, status: 200, ...ofConversation },
  {
    operation: 'readTurn',
    allowed: roles,
    status: 200,
    ownOnly: true,
    params: (world) => ({ id: world.conversation, turn: '1' }),
  },
  { operation: 'listHandovers', allowed: staff, status: 200 },
  { operation: 'readHandover', allowed: staff, status: 200, params: returned },
  {
    operation: 'claimHandover',
    allowed: staff,
    status: 200,
    params: returned,
    body: () => ({ note: `I know them as ${plantedByStaff.claim}` }),
  },
  {
    operation: 'returnHandover',
    allowed: staff,
    status: 200,
    params: returned,
    body: () => ({ note: `Paid out to ${plantedByStaff.note}` }),
  },
  {
    operation: 'resolveHandover',
    allowed: staff,
    status: 200,
    params: resolved,
    body: () => ({ resolution: `Called back on ${plantedByStaff.resolution}`, assistantWasRight: true }),
  },
  {
    operation: 'revealValue',
    allowed: staff,
    status: 200,
    body: (world) => ({
      conversation: world.conversation,
      placeholder: '[EMAIL_1]',
      reason: `A letter, with a copy to ${plantedByStaff.reason}`,
    }),
  },
  {
    operation: 'postReply',
    allowed: staff,
    status: 200,
    params: conversation,
    body: () => ({ text: `Robin here, is it the card ${plantedByStaff.reply}?` }),
  },
  { operation: 'takeOver', allowed: staff, status: 200, params: conversation, body: () => ({}) },
  {
    operation: 'postMessage',
    allowed: converse,
    status: 200,
    ...ofConversation,
    body: () => ({ text: 'I have lost my card' }),
  },
  {
    operation: 'confirmStep',
    allowed: converse,
    status: 409,
    ...ofConversation,
    body: () => ({ step: 'none', accept: true }),
  },
  { operation: 'askForPerson', allowed: converse, status: 202, ...ofConversation, body: () => ({}) },
  { operation: 'listPurposes', allowed: roles, status: 200, ...ofConversation },
  {
    operation: 'giveConsent',
    allowed: converse,
    status: 200,
    ...ofConversation,
    body: () => ({ purpose: 'improve-service', granted: true }),
  },
  { operation: 'listFacts', allowed: roles, status: 200, ...ofConversation },
  {
    operation: 'forgetFact',
    allowed: converse,
    status: 404,
    ownOnly: true,
    params: (world) => ({ id: world.conversation, fact: 'm_none' }),
  },
  { operation: 'forgetFacts', allowed: converse, status: 200, ...ofConversation },
  { operation: 'giveFeedback', allowed: converse, status: 201, ...ofConversation, body: () => ({ csat: 5 }) },
  { operation: 'stopAppliance', allowed: staff, status: 200, body: () => ({}) },
  { operation: 'resumeAppliance', allowed: ['admin'], status: 200, body: () => ({}) },
  {
    operation: 'signIn',
    allowed: 'nobody-asked',
    status: 401,
    // Another name each time: one that is tried again and again has to wait.
    body: () => ({ name: randomUUID(), password: 'wrong' }),
  },
  { operation: 'readSession', allowed: roles, status: 200 },
  { operation: 'listSignInOptions', allowed: 'nobody-asked', status: 200 },
  // No provider is set up here: there is nothing at these addresses.
  { operation: 'beginProviderSignIn', allowed: 'nobody-asked', status: 404 },
  { operation: 'completeProviderSignIn', allowed: 'nobody-asked', status: 302 },
  { operation: 'redactText', allowed: roles, status: 200, body: () => ({ text: `card ${plantedByStaff.reply}` }) },
  { operation: 'triageText', allowed: roles, status: 200, body: () => ({ text: `I am ${plantedByStaff.claim}` }) },
  {
    operation: 'searchKnowledge',
    allowed: roles,
    status: 200,
    body: () => ({ query: `lost card ${plantedByStaff.reply}` }),
  },
  {
    operation: 'validateReply',
    allowed: roles,
    status: 200,
    body: () => ({ reply: `Your card is ${plantedByStaff.reply}.`, passages: [{ text: 'You can freeze your card.' }] }),
  },
  { operation: 'readCheckpoint', allowed: roles, status: 200 },
  { operation: 'readVerifierKey', allowed: roles, status: 200 },
  { operation: 'proveInclusion', allowed: ['auditor'], status: 200, query: () => '?index=0' },
  { operation: 'proveConsistency', allowed: roles, status: 200, query: () => '?from=1' },
  {
    operation: 'raiseLogAlarm',
    allowed: ['kiosk', 'auditor'],
    status: 201,
    body: () => ({ code: 'log-forked', held: null, shown: `a note with ${plantedByStaff.reply} in it` }),
  },
  // The story has no witness.
  { operation: 'witnessCheckpoint', allowed: ['kiosk', 'auditor'], status: 400, body: () => ({ note: 'none' }) },
  { operation: 'listWitnesses', allowed: roles, status: 200 },
  {
    operation: 'listEntries',
    allowed: ['auditor'],
    status: 200,
    query: (world) => `?conversation=${world.conversation}`,
  },
  { operation: 'readEntry', allowed: ['auditor'], status: 200, params: () => ({ index: '0' }) },
  { operation: 'readTile', allowed: ['auditor'], status: 200, params: () => ({ level: '0', tile: '000.p/1' }) },
  { operation: 'readEntryBundle', allowed: ['auditor'], status: 200, params: () => ({ tile: '000.p/1' }) },
  { operation: 'listCheckpoints', allowed: ['auditor'], status: 200 },
  { operation: 'listSegments', allowed: ['auditor'], status: 200 },
  { operation: 'readSegment', allowed: ['auditor'], status: 404, params: () => ({ file: '000000.segment' }) },
  { operation: 'listAlerts', allowed: staff, status: 200 },
  { operation: 'testAlerts', allowed: ['admin'], status: 202, body: () => ({}) },
  { operation: 'checkHealth', allowed: 'nobody-asked', status: 200 },
  { operation: 'checkReadiness', allowed: 'nobody-asked', status: 200 },
  { operation: 'exportSubject', status: 200, ...ofCustomer },
  {
    operation: 'correctSubject',
    status: 201,
    ...ofCustomer,
    body: () => ({ statement: 'My name is spelled with a k' }),
  },
  { operation: 'holdSubject', status: 200, ...ofCustomer, body: () => ({ reason: 'A case is open' }) },
  { operation: 'releaseSubject', status: 200, ...ofCustomer },
  { operation: 'eraseSubject', status: 200, ...ofCustomer },
  { operation: 'runRetention', allowed: ['admin'], status: 200, body: () => ({ dryRun: true }) },
  { operation: 'readMetrics', allowed: ['admin', 'auditor'], status: 200 },
  { operation: 'closeConversation', allowed: converse, status: 200, ...ofConversation, body: () => ({}) },
  // Of a person; a key is no session, and is answered as if nothing were here.
  { operation: 'signOut', allowed: [], status: 204 },
];
