import type { RouteCase } from './http-route-cases.ts';
import { scriptedSubject as subject } from './http-subjects.ts';

const permission = 'manage-subjects' as const;
const reference = 'ada lovelace';
const path = `/v1/subjects/${encodeURIComponent(` ${reference} `)}`;
const asked: RouteCase['asked'] = (http) => http.subjects.script.last().input;

/** Calls about customers' data; the reference is read as it is where conversations start. */
export const subjectRoutes: readonly RouteCase[] = [
  {
    name: 'export subject',
    method: 'POST',
    path: `${path}/export`,
    permission,
    status: 200,
    answer: { bundle: { subject, records: { turns: [{ turn: 1 }] } }, page: '<!doctype html>' },
    asked,
    expected: [reference],
  },
  {
    name: 'correct subject',
    method: 'POST',
    path: `${path}/corrections`,
    permission,
    status: 201,
    body: { statement: 'not me' },
    answer: { id: 'q_1' },
    asked,
    expected: [reference, 'not me'],
  },
  {
    name: 'hold subject',
    method: 'POST',
    path: `${path}/hold`,
    permission,
    status: 200,
    body: { reason: 'case 12' },
    answer: { subject, held: { reason: 'case 12' } },
    asked,
    expected: [reference, 'case 12'],
  },
  {
    name: 'release subject',
    method: 'DELETE',
    path: `${path}/hold`,
    permission,
    status: 200,
    answer: { subject, held: null },
    asked,
    expected: [reference],
  },
  {
    name: 'erase subject',
    method: 'DELETE',
    path,
    permission,
    status: 200,
    answer: { certificate: { id: 'e_1' }, note: 'note' },
    asked,
    expected: [reference],
  },
  {
    name: 'run retention',
    method: 'POST',
    path: '/v1/retention',
    permission,
    status: 200,
    body: { dryRun: true },
    answer: { dryRun: true, purges: [] },
    asked,
    expected: [{ dryRun: true, clockIsRight: false }],
  },
];
