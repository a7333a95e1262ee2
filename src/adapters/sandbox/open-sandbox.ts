import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Connector, ConnectorCall } from '../../actions/connector.ts';
import { ConnectorError } from '../../actions/connector-error.ts';
import { valueAt } from '../../actions/value-at.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { ConnectorSpec, SandboxOperation } from '../../policy/actions-schema.ts';

type SandboxSpec = Extract<ConnectorSpec, { kind: 'sandbox' }>;

const databaseSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));
type Row = Record<string, unknown>;
type Tables = Map<string, Map<string, Row>>;

/**
 * A system of record in memory, for tests and pilots: it answers and changes a copy, and nobody outside sees an effect.
 *
 * @param file JSON object of tables, each an object of rows by key
 * @throws {ConnectorError} `document-invalid`
 */
export function openSandbox(spec: SandboxSpec, file: string): Connector {
  const tables = readTables(file);
  /** First answers by operation and key, so that a repeat has no second effect. */
  const answers = new Map<string, unknown>();
  return {
    call: async function callSandbox(call, signal) {
      if (signal?.aborted === true) throw new ConnectorError('cancelled', call.operation);
      const operation = Object.hasOwn(spec.operations, call.operation) ? spec.operations[call.operation] : undefined;
      if (operation === undefined) throw new ConnectorError('operation-unknown', call.operation);
      refuseParameters(operation, call);
      const writes = Object.keys({ ...operation.set, ...operation.put }).length > 0;
      if (writes && call.effect === 'read') throw new ConnectorError('risk-understated', call.operation);
      const repeat = `${call.operation}\n${call.idempotencyKey}`;
      if (writes && answers.has(repeat)) return structuredClone(answers.get(repeat));
      const row = findRow(tables, operation, call);
      if (writes) change(row, operation, call);
      const answer = structuredClone(row);
      if (JSON.stringify(answer).length > spec.maxBytes) throw new ConnectorError('answer-too-large', call.operation);
      if (writes) answers.set(repeat, answer);
      return structuredClone(answer);
    },
    close: async () => undefined,
  };
}

function readTables(file: string): Tables {
  try {
    const tables = databaseSchema.parse(parseJson(readFileSync(file, 'utf8')));
    return new Map(Object.entries(tables).map(([name, rows]) => [name, new Map(Object.entries(rows))]));
  } catch (cause) {
    throw new ConnectorError('document-invalid', 'open', { cause });
  }
}

/** Every parameter an operation names must be there, and no other. */
function refuseParameters(operation: SandboxOperation, { operation: name, parameters }: ConnectorCall): void {
  const { key, match, set } = operation;
  const named = new Set([...(key === undefined ? [] : [key]), ...Object.values(match), ...Object.values(set)]);
  const given = Object.keys(parameters);
  if (given.length === named.size && given.every((one) => named.has(one))) return;
  throw new ConnectorError('parameters-invalid', name);
}

function findRow(tables: Tables, operation: SandboxOperation, call: ConnectorCall): Row {
  const rows = tables.get(operation.table) ?? new Map<string, Row>();
  const { key, match } = operation;
  const found =
    key === undefined
      ? [...rows.values()].find((row) => fits(row, match, call))
      : rows.get(String(call.parameters[key]));
  if (found === undefined || !fits(found, match, call)) throw new ConnectorError('not-found', call.operation);
  return found;
}

function fits(row: Row, match: SandboxOperation['match'], { parameters }: ConnectorCall): boolean {
  return Object.entries(match).every(([path, parameter]) => same(valueAt(row, path), parameters[parameter]));
}

/** Text is compared without case, as the systems behind names and addresses do. */
function same(stored: unknown, asked: unknown): boolean {
  if (typeof stored !== 'string' || typeof asked !== 'string') return stored === asked;
  return stored.toLowerCase() === asked.toLowerCase();
}

function change(row: Row, { require, set, put }: SandboxOperation, call: ConnectorCall): void {
  const holds = Object.entries(require).every(([path, value]) => same(valueAt(row, path), value));
  if (!holds) throw new ConnectorError('refused', call.operation);
  for (const [path, value] of Object.entries(put)) setAt(row, path, value);
  for (const [path, parameter] of Object.entries(set)) setAt(row, path, call.parameters[parameter]);
}

function setAt(row: Row, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at: Row = row;
  for (const key of keys) {
    const inner = Object.hasOwn(at, key) ? at[key] : undefined;
    if (typeof inner !== 'object' || inner === null) throw new ConnectorError('document-invalid', 'set');
    at = inner as Row;
  }
  at[last] = value;
}
