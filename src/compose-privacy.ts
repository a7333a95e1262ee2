import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from './adapters/sqlite/store-error.ts';
import { readPolicyFolder } from './compose-policy.ts';
import { openRemoteSubjects } from './compose-privacy-remote.ts';
import { openStore } from './compose-store.ts';
import { createSubjects } from './compose-subjects.ts';
import { ConfigError } from './config/config-error.ts';
import type { Environment } from './config/read-environment.ts';
import { createConversationLocks } from './pipeline/conversation-locks.ts';
import { type SubjectCommands, toSubjectCopy } from './pipeline/subjects/subject-commands.ts';
import { toBundlePage } from './privacy/bundle-page.ts';

/** Whoever may run commands on the machine. */
const operator = { by: { role: 'operator', key: 'command' }, repeat: null } as const;

/**
 * Opens the data folder, or where an appliance runs on it, speaks to that one: two writers would each go on with a log of
 * their own.
 *
 * @throws {ConfigError} `data-missing`, `admin-key-missing` @throws {StoreError}
 */
export async function openSubjectCommands(environment: Environment): Promise<SubjectCommands> {
  if (!existsSync(join(environment.data, 'confidant.db'))) {
    const what = `Cannot find an appliance's data in "${environment.data}": set CONFIDANT_DATA to its data folder`;
    throw new ConfigError('data-missing', what);
  }
  try {
    return await openLocalSubjects(environment);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'store-in-use') throw error;
    return openRemoteSubjects(environment);
  }
}

async function openLocalSubjects({ data, policies, keyVault }: Environment): Promise<SubjectCommands> {
  const policy = readPolicyFolder(policies).base;
  const store = openStore(data, present, keyVault);
  const desk = createSubjects({ store, data, locks: createConversationLocks(), policy: () => policy, now: present });
  const close = async (): Promise<void> => store.close();
  try {
    await desk.resume();
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    export: async (reference) => {
      const bundle = await desk.export(reference, operator);
      return toSubjectCopy({ ...bundle, page: toBundlePage(bundle), json: JSON.stringify(bundle, null, 2) });
    },
    erase: (reference) => desk.erase(reference, operator),
    hold: (reference, reason) => desk.hold(reference, reason, operator),
    release: (reference) => desk.release(reference, operator),
    retain: (wish) => desk.retain({ by: operator.by, ...wish }),
    [Symbol.asyncDispose]: close,
  };
}

function present(): Date {
  return new Date();
}
