export type PolicyErrorCode =
  | 'policy-missing'
  | 'policy-syntax'
  | 'policy-invalid'
  | 'condition-invalid'
  | 'layer-invalid'
  | 'layers-cyclic'
  | 'policy-inconsistent';

/** A policy file that cannot be used. Every finding starts with `file:line:column`, so an operator can go there. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code: PolicyErrorCode;
  readonly findings: readonly string[];

  constructor(code: PolicyErrorCode, findings: readonly string[], options?: ErrorOptions) {
    super(findings.join('\n'), options);
    this.code = code;
    this.findings = findings;
  }
}
