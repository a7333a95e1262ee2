import { createAsk, readAdminKey } from './compose-ask-appliance.ts';
import type { Environment } from './config/read-environment.ts';
import type { AlertView } from './http/http-ports.ts';
import { alertListSchema, alertTestSchema } from './http/schemas/alert-schemas.ts';

/** Alerts of the appliance that runs where the environment says. */
export interface RemoteAlerts {
  list(): Promise<readonly AlertView[]>;
  /** Answers to how many webhooks a message is on its way. */
  test(): Promise<number>;
}

/** @throws {ConfigError} `admin-key-missing`, and `appliance-unreachable` from its calls */
export function openRemoteAlerts(environment: Environment): RemoteAlerts {
  const ask = createAsk(environment, readAdminKey(environment.data));
  return {
    list: async () => alertListSchema.parse(await ask('GET', '/v1/alerts')).items,
    test: async () => alertTestSchema.parse(await ask('POST', '/v1/alerts/test', {})).queued,
  };
}
