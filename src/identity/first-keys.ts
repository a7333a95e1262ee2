import { chmod, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { keyHash, newApiKey } from './api-keys.ts';
import { IdentityError } from './identity-error.ts';
import type { KeyStore } from './key-store.ts';
import { roles } from './roles.ts';

const firstKeysSchema = z.strictObject({
  kiosk: z.string().regex(/^cfd_kiosk_[\w-]{43}$/),
  agent: z.string().regex(/^cfd_agent_[\w-]{43}$/),
  reviewer: z.string().regex(/^cfd_reviewer_[\w-]{43}$/),
  admin: z.string().regex(/^cfd_admin_[\w-]{43}$/),
  auditor: z.string().regex(/^cfd_auditor_[\w-]{43}$/),
});

/** One key a role, as `keys.json` holds them. */
export type FirstKeys = Readonly<z.infer<typeof firstKeysSchema>>;

/**
 * Sees to it that an empty store gets one key a role, and that the operator can read them in `file` (0600).
 *
 * The file is durable before the store knows the hashes: a crash in between leaves a file whose keys are taken over at
 * the next start. Once the store has keys nothing is ever made again, whether or not the file is still there.
 *
 * @returns the keys that were added, for the caller to print once; undefined when the store had keys
 * @throws {IdentityError} `keys-file-invalid`, `keys-file-failed`
 */
export async function ensureFirstKeys(file: string, store: KeyStore): Promise<FirstKeys | undefined> {
  if (!store.isEmpty()) return undefined;
  const keys = (await findKeysFile(file)) ?? writeKeysFile(file, newFirstKeys());
  store.add(roles.map((role) => ({ keyId: `k_${role}_1`, role, hash: keyHash(keys[role]) })));
  return keys;
}

function newFirstKeys(): FirstKeys {
  return {
    kiosk: newApiKey('kiosk'),
    agent: newApiKey('agent'),
    reviewer: newApiKey('reviewer'),
    admin: newApiKey('admin'),
    auditor: newApiKey('auditor'),
  };
}

async function findKeysFile(file: string): Promise<FirstKeys | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
    await chmod(file, 0o600);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new IdentityError('keys-file-failed', 'Cannot read the file of first keys', { cause });
  }
  return parseFirstKeys(text);
}

function parseFirstKeys(text: string): FirstKeys {
  try {
    return firstKeysSchema.parse(parseJson(text));
  } catch {
    // No cause: zod and the JSON parser quote what they read, and what they read are keys.
    throw new IdentityError(
      'keys-file-invalid',
      'Cannot take over first keys: the file holds no keys of the five roles',
    );
  }
}

function writeKeysFile(file: string, keys: FirstKeys): FirstKeys {
  try {
    replaceFile(file, `${JSON.stringify(keys, null, 2)}\n`);
    return keys;
  } catch (cause) {
    throw new IdentityError('keys-file-failed', 'Cannot write the file of first keys', { cause });
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
