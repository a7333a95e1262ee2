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
}

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
});

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
  });
}
