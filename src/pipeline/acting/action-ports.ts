import type { CodeSender } from '../../actions/code-sender.ts';
import type { Connector } from '../../actions/connector.ts';
import type { KeyedHash } from '../../actions/one-time-code.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';

/** What the path needs to act outside itself. */
export interface ActionPorts {
  /**
   * The connector of this name as the policy describes it, opened at its first use.
   *
   * @throws {ConnectorError} when it cannot be opened
   */
  connector(policy: PolicySnapshot, name: string): Promise<Connector>;
  codeSender(policy: PolicySnapshot): CodeSender;
  newCode(): string;
  readonly keyedHash: KeyedHash;
  /** The pseudonym of whoever is known by this reference. */
  subjectOf(reference: string): string;
}
