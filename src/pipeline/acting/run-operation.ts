import type { Connector, ConnectorCall, Parameters } from '../../actions/connector.ts';
import { ConnectorError } from '../../actions/connector-error.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import type { OperationPolicy } from '../../policy/action-policy.ts';
import { handedOver } from '../endings.ts';
import { entryHead } from '../recorded-call.ts';
import type { TurnContext } from '../turn-work.ts';
import type { ActionChange, ActionRun } from './action-records.ts';
import { noteCall } from './note-call.ts';

export type RunResult =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

interface Running {
  readonly id: string;
  readonly operation: OperationPolicy;
  readonly parameters: Parameters;
  readonly consent: string | null;
}

/**
 * Calls the system of record. A write is on the disk before it is sent, under its idempotency key; whatever happens
 * then, it is never sent under another one. What fails hands over in the same turn, listed as tried.
 */
export async function runOperation(context: TurnContext, running: Running): Promise<RunResult> {
  const { stages, work } = context;
  const { action } = work.notes;
  const { operation, id } = running;
  if (stages.isStopped() || work.notes.isOver) return { kind: 'ended', outcome: handedOver(context, 'stopped') };
  const run = toRun(context, running);
  if (operation.spec.risk !== 'read') await recordStart(context, running, run);
  try {
    const value = await work.clock.time('act', (signal) =>
      noteCall(context, running, () => callConnector(context, running, signal)),
    );
    finish(context, running, { ...run, state: 'done' }, 'done');
    return { kind: 'done', value };
  } catch (error) {
    const fault = error instanceof ConnectorError ? error : new ConnectorError('system-failed', operation.id);
    const isUnknown = operation.spec.risk !== 'read' && !fault.isWithoutEffect;
    const result = isUnknown ? `result unknown (${fault.code}): check before you repeat it` : `failed: ${fault.code}`;
    finish(context, running, { ...run, state: isUnknown ? 'unknown' : 'failed' }, result);
    action.record.code = fault.code;
    if (fault.code === 'not-found') return { kind: 'not-found' };
    stages.observeFault(`action-${fault.code}`);
    action.record.run = id;
    return { kind: 'ended', outcome: handedOver(context, 'action-failed') };
  }
}

function toRun({ stages, redacted }: TurnContext, { id, operation }: Running): ActionRun {
  const { id: conversation, subject } = redacted.turn.conversation;
  return { id, conversation, subject, operation: operation.id, state: 'started', at: stages.now() };
}

async function recordStart({ stages, work }: TurnContext, running: Running, run: ActionRun): Promise<void> {
  const { risk, purpose } = running.operation.spec;
  const { conversation } = run;
  const { linkedTo } = work.notes.action;
  // The link goes with the run: the next conversation of this customer counts it whatever becomes of the turn.
  const changes: readonly ActionChange[] = [
    { kind: 'run', run },
    ...(linkedTo === null ? [] : [{ kind: 'linked', conversation, customer: linkedTo } as const]),
  ];
  await stages.ledger.commit({
    entry: {
      ...entryHead(work.call, conversation, run.at),
      kind: 'action-started',
      action: run.id,
      operation: run.operation,
      risk,
      purpose,
      ...(running.consent === null ? {} : { consent: running.consent }),
    },
    expects: null,
    idempotency: null,
    build: () => ({ writes: changes.map((change) => ({ kind: 'action', change })), answer: null }),
  });
}

function finish({ work }: TurnContext, { operation }: Running, run: ActionRun, result: string): void {
  const { runs, attempted } = work.notes.action;
  runs.push(run);
  attempted.push({ action: operation.spec.title, result });
}

async function callConnector(
  { stages, work }: TurnContext,
  { id, operation, parameters }: Running,
  signal: AbortSignal,
): Promise<unknown> {
  const { connector, operation: name, risk, credentials, idempotency } = operation.spec;
  const system: Connector = await stages.actions.connector(work.notes.policy, connector);
  const effect = risk === 'read' ? 'read' : 'write';
  const named = Object.entries(parameters).map(([own, value]) => [operation.spec.parameters[own]?.name ?? own, value]);
  const foreign: Parameters = Object.fromEntries(named);
  const call: ConnectorCall = { operation: name, parameters: foreign, effect, idempotencyKey: id, credentials };
  try {
    return await system.call(call, signal);
  } catch (error) {
    const mayAsk = error instanceof ConnectorError && !error.isWithoutEffect && idempotency === 'key';
    // The key makes the second call an inquiry: the effect, if there was one, stays one.
    if (mayAsk && effect === 'write' && !stages.isStopped()) return system.call(call, signal);
    throw error;
  }
}
