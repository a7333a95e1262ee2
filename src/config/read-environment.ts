import { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** Every setting the environment may give, validated and frozen. Paths are as given, relative to the working folder. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly models: string;
  readonly policies: string;
  readonly knowledge: string;
  readonly config: string;
  /** Never touch the network. */
  readonly offline: boolean;
  /** Where the secret of the master keys is kept; a file in the data folder by default. */
  readonly keyVault?: KeyVaultSetting;
}

/** The secret itself is never in the environment: others of the machine may read that. */
export type KeyVaultSetting =
  | { readonly kind: 'file' }
  | { readonly kind: 'passphrase'; readonly file: string }
  | { readonly kind: 'command'; readonly command: string };

const switchValue = z.enum(['0', '1', '']).transform((value) => value === '1');

const environmentSchema = z.object({
  CONFIDANT_HOST: z.string().min(1).default('127.0.0.1'),
  CONFIDANT_PORT: z.coerce.number().int().min(0).max(65_535).default(8400),
  CONFIDANT_DATA: z.string().min(1).default('data'),
  CONFIDANT_MODELS: z.string().min(1).default('models'),
  CONFIDANT_POLICIES: z.string().min(1).default('policies'),
  CONFIDANT_KNOWLEDGE: z.string().min(1).default('knowledge'),
  CONFIDANT_CONFIG: z.string().min(1).default('confidant.yaml'),
  CONFIDANT_OFFLINE: switchValue.default(false),
  CONFIDANT_KEY_VAULT: z.enum(['file', 'passphrase', 'command']).default('file'),
  CONFIDANT_KEY_PASSPHRASE_FILE: z.string().min(1).optional(),
  CONFIDANT_KEY_COMMAND: z.string().min(1).optional(),
});

function toKeyVault(parsed: z.infer<typeof environmentSchema>): KeyVaultSetting {
  const { CONFIDANT_KEY_VAULT: kind, CONFIDANT_KEY_PASSPHRASE_FILE: file, CONFIDANT_KEY_COMMAND: command } = parsed;
  if (kind === 'file') return { kind };
  if (kind === 'passphrase' && file !== undefined) return { kind, file };
  if (kind === 'command' && command !== undefined) return { kind, command };
  const missing = kind === 'passphrase' ? 'CONFIDANT_KEY_PASSPHRASE_FILE' : 'CONFIDANT_KEY_COMMAND';
  throw new ConfigError(
    'environment-invalid',
    `Cannot read the environment: CONFIDANT_KEY_VAULT=${kind} needs ${missing}`,
  );
}

/**
 * A secret of a connector, by the name policy gives it; read at the connector's first use and kept nowhere else.
 * Only names made for secrets are looked up, so that no policy file can send out the rest of the environment.
 */
export function readSecret(
  name: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  return name.startsWith('CONFIDANT_SECRET_') ? variables[name] : undefined;
}

/**
 * Reads the environment once, at the wall.
 *
 * @throws {ConfigError} `environment-invalid`, naming every variable that is wrong
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const parsed = environmentSchema.safeParse(variables);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError('environment-invalid', `Cannot read the environment: ${wrong.join('; ')}`);
  }
  return Object.freeze({
    host: parsed.data.CONFIDANT_HOST,
    port: parsed.data.CONFIDANT_PORT,
    data: parsed.data.CONFIDANT_DATA,
    models: parsed.data.CONFIDANT_MODELS,
    policies: parsed.data.CONFIDANT_POLICIES,
    knowledge: parsed.data.CONFIDANT_KNOWLEDGE,
    config: parsed.data.CONFIDANT_CONFIG,
    offline: parsed.data.CONFIDANT_OFFLINE,
    keyVault: toKeyVault(parsed.data),
  });
}
