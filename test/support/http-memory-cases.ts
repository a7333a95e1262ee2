import type { GivenHttp } from './given-http.ts';
import type { RouteCase } from './http-route-cases.ts';

const memoryDesk = (http: GivenHttp) => http.memory.script.last().input;

export const memoryRoutes: readonly RouteCase[] = [
  {
    name: 'consent',
    method: 'POST',
    path: '/v1/conversations/c_1/consent',
    permission: 'converse',
    status: 200,
    body: { purpose: 'remember-me', granted: true, keepDays: 30 },
    answer: { purpose: 'remember-me', granted: true, keepDays: 30, notice: { version: '2026-11-01' } },
    asked: memoryDesk,
    expected: ['c_1', { purpose: 'remember-me', granted: true, keepDays: 30 }],
  },
  {
    name: 'withdrawal',
    method: 'POST',
    path: '/v1/conversations/c_1/consent',
    permission: 'converse',
    status: 200,
    body: { purpose: 'remember-me', granted: false },
    answer: { granted: false },
    asked: memoryDesk,
    expected: ['c_1', { purpose: 'remember-me', granted: false, keepDays: null }],
  },
  {
    name: 'purposes',
    method: 'GET',
    path: '/v1/conversations/c_1/consent',
    permission: 'read-conversation',
    status: 200,
    answer: { items: [{ purpose: 'remember-me', optional: true, granted: null }] },
  },
  {
    name: 'facts',
    method: 'GET',
    path: '/v1/conversations/c_1/memory',
    permission: 'read-conversation',
    status: 200,
    answer: { items: [{ id: 'm_1', kind: 'preferred-language', value: 'de' }] },
    asked: memoryDesk,
    expected: ['c_1'],
  },
  {
    name: 'forget all',
    method: 'DELETE',
    path: '/v1/conversations/c_1/memory',
    permission: 'converse',
    status: 200,
    answer: { deleted: 1 },
    asked: memoryDesk,
    expected: ['c_1', null],
  },
  {
    name: 'forget one',
    method: 'DELETE',
    path: '/v1/conversations/c_1/memory/m_1',
    permission: 'converse',
    status: 200,
    answer: { deleted: 1 },
    asked: memoryDesk,
    expected: ['c_1', 'm_1'],
  },
];
