import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRegistryOf } from './compose-qualification.ts';
import type { Config } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import type { AccessFact, ModelFact, OutwardFact, PackageFact, QualificationFact } from './evidence/evidence-facts.ts';
import { hashOf } from './evidence/manifest.ts';
import {
  type MeasuredReport,
  parseMeasuredReport,
  parseTestReport,
  type TestReport,
} from './evidence/measured-reports.ts';
import { readPackages } from './evidence/read-packages.ts';
import { describeAccess } from './http/describe-access.ts';
import { machineFingerprint } from './models/machine-fingerprint.ts';
import { createModelStore } from './models/model-store.ts';
import { qualificationFor } from './models/registry.ts';
import type { PolicyFiles } from './policy/policy-schema.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';

/** Models of the configuration, with what the catalogue says of them and whether the files on the disk are those. */
export async function readModels({ models: directory }: Environment, config: Config): Promise<readonly ModelFact[]> {
  const store = await createModelStore({ directory, offline: true });
  const ids = [config.text.model, config.embed.model, config.tokens.model].filter((id) => id !== 'none');
  return Promise.all(
    ids.map(async (id): Promise<ModelFact> => {
      const entry = store.models.find((one) => one.id === id);
      if (entry === undefined)
        return { id, role: 'unknown', licence: 'unknown', description: '', state: 'not in the catalogue', files: [] };
      const { state } = await store.verifyModel(id);
      const { role, licence, description, files } = entry;
      return { id, role, licence, description, state, files };
    }),
  );
}

/** What models passed, and whether the log's key signed it. */
export async function readQualifications(data: string, signingKey: KeyObject): Promise<readonly QualificationFact[]> {
  const registry = await readRegistryOf(data);
  const publicKey = createPublicKey(signingKey);
  return registry.entries.map((entry) => {
    const { role, modelId, modelSha256, examination, machine, result, at } = entry;
    const finding = qualificationFor(registry, { role, modelSha256, examination, machine, publicKey });
    const signed = finding.qualified || finding.why !== 'signature-invalid';
    const { passed, overall } = result;
    return { role, model: modelId, passed, overall, at, signed, onThisMachine: machine === machineFingerprint() };
  });
}

export function readAccess(): readonly AccessFact[] {
  return describeAccess().map(({ permission, roles, ...call }) => ({ ...call, permission, roles }));
}

/** Every address outside the process that policy and configuration name. */
export function readOutward(
  { files }: Pick<PolicySnapshot, 'files'>,
  { signIn, traces }: Pick<Config, 'signIn' | 'traces'>,
): readonly OutwardFact[] {
  const webhooks = files.alerts.webhooks.map(({ id, url }) => ({
    ...toOutward(url),
    what: `alert webhook ${id}`,
    kind: 'webhook',
  }));
  const provider = signIn.oidc && { ...toOutward(signIn.oidc.issuer), what: 'sign-in provider', kind: 'oidc' };
  const collector =
    traces.to === 'collector' ? { ...toOutward(traces.url), what: 'trace collector', kind: 'otlp' } : undefined;
  return [...readConnectors(files.actions), ...webhooks, ...[provider, collector].filter((fact) => fact !== undefined)];
}

function toOutward(url: string): Pick<OutwardFact, 'address' | 'enabled'> {
  return { address: new URL(url).host, enabled: true };
}

/** A connector counts where an enabled operation uses it. */
function readConnectors({ connectors, operations }: PolicyFiles['actions']): readonly OutwardFact[] {
  const used = new Set(operations.filter(({ enabled }) => enabled).map(({ connector }) => connector));
  return Object.entries(connectors).flatMap(([name, spec]): readonly OutwardFact[] => {
    const fact = { what: `connector ${name}`, kind: spec.kind, enabled: used.has(name) };
    if (spec.kind === 'sandbox') return [];
    const hosts = spec.kind === 'mcp' && spec.url !== undefined ? [new URL(spec.url).host] : spec.hosts;
    return hosts.length === 0 ? [{ ...fact, address: null }] : hosts.map((address) => ({ ...fact, address }));
  });
}

/** What is installed beside this code; null where no lockfile is there. */
export function readInstalled(): readonly PackageFact[] | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', '.package-lock.json');
    if (existsSync(file)) return readPackages(readFileSync(file, 'utf8'));
    if (dirname(folder) === folder) return null;
  }
}

export interface ReportFolder {
  readonly tests: TestReport | null;
  readonly measured: readonly MeasuredReport[];
  /** Names of files that are no report. */
  readonly unread: readonly string[];
}

/** Reports somebody put there: a run of the tests, evaluations, drills. */
export function readReports(folder: string): ReportFolder {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];
  let tests: TestReport | null = null;
  const measured: MeasuredReport[] = [];
  const unread: string[] = [];
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8');
    const run = parseTestReport(text, hashOf(text));
    const report = run === undefined ? parseMeasuredReport(text, hashOf(text)) : undefined;
    if (run !== undefined && (tests === null || run.at > tests.at)) tests = run;
    if (report !== undefined) measured.push(report);
    if (run === undefined && report === undefined) unread.push(name);
  }
  return { tests, measured, unread };
}
