import { appendFile } from 'node:fs/promises';
import type { CodeSender } from '../../actions/code-sender.ts';
import { ConnectorError } from '../../actions/connector-error.ts';

/**
 * Writes codes into a file for whoever runs a pilot to read; nobody is sent anything. The reference stays out of it: the
 * file is no list of customers.
 */
export function createFileCodeSender(file: string): CodeSender {
  return {
    send: async function writeCode({ code, language, expiresAt }) {
      const line = `${JSON.stringify({ code, language, expiresAt: expiresAt.toISOString() })}\n`;
      try {
        await appendFile(file, line, { mode: 0o600 });
      } catch (cause) {
        throw new ConnectorError('unreachable', 'send-code', { cause });
      }
    },
  };
}
