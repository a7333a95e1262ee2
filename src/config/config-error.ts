export type ConfigErrorCode =
  | 'environment-invalid'
  | 'config-invalid'
  | 'port-in-use'
  | 'address-unusable'
  | 'data-unusable'
  | 'data-in-use'
  | 'data-missing'
  | 'admin-key-missing'
  | 'auditor-key-missing'
  | 'verifier-key-missing'
  | 'log-missing'
  | 'appliance-unreachable';

/** The appliance cannot start as it is set up; the message says what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;

  constructor(code: ConfigErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
