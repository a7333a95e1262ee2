import { controlId } from './controls/control.ts';
import type { Evidence, FileHashes, JudgedControl } from './controls/judge-controls.ts';
import type { EvidenceFacts } from './evidence-facts.ts';
import { toUuid } from './to-sbom.ts';

/** The release of the OSCAL models the document is written for. */
const OSCAL_VERSION = '1.2.3';
const NAMESPACE = 'https://confidant.invalid/ns/oscal';

/**
 * The judgement of the controls as OSCAL assessment results. OSCAL knows two states: what was not measured is `not-satisfied`
 * there too, and its reason says so.
 *
 * @see NIST OSCAL assessment-results model
 */
export function toOscal(facts: EvidenceFacts, judged: readonly JudgedControl[], files: FileHashes) {
  const { madeAt, origin, version } = facts;
  const resources = [...files].map(([path, sha256]) => toResource(origin, path, sha256));
  const observations = judged.flatMap((one) =>
    one.evidence.map((evidence, at) => toObservation(facts, one, { evidence, at })),
  );
  return {
    'assessment-results': {
      uuid: toUuid(`${origin} ${madeAt} results`),
      metadata: {
        title: `Evidence of ${origin}`,
        'last-modified': madeAt,
        version,
        'oscal-version': OSCAL_VERSION,
      },
      'import-ap': { href: `#${resourceUuid(origin, 'controls.csv')}`, remarks: 'The table of controls is the plan.' },
      results: [
        {
          uuid: toUuid(`${origin} ${madeAt} result`),
          title: 'What the appliance shows by itself',
          description: 'Made offline from the log and the configuration; what was not measured is not satisfied.',
          start: facts.log.tallies.clock.first ?? madeAt,
          end: madeAt,
          'reviewed-controls': {
            'control-selections': [
              { 'include-controls': judged.map(({ control }) => ({ 'control-id': controlId(control) })) },
            ],
          },
          ...(observations.length === 0 ? {} : { observations }),
          findings: judged.map((one) => toFinding(facts, one)),
        },
      ],
      ...(resources.length === 0 ? {} : { 'back-matter': { resources } }),
    },
  };
}

function toFinding({ origin, madeAt }: EvidenceFacts, one: JudgedControl) {
  const { control, status, evidence, entries } = one;
  const id = controlId(control);
  return {
    uuid: toUuid(`${origin} ${madeAt} ${id}`),
    title: control.title,
    description: control.capability,
    props: [
      { name: 'status', ns: NAMESPACE, value: status },
      ...control.sources.map((source) => ({ name: 'source', ns: NAMESPACE, value: source })),
      ...entries.flatMap(({ kind, count, last }) => [
        { name: 'log-entries', ns: NAMESPACE, value: `${kind}: ${count}` },
        {
          name: 'log-entry',
          ns: NAMESPACE,
          value: `${last.index} ${last.leaf}`,
          remarks: `The last entry of kind ${kind} and its leaf hash`,
        },
      ]),
    ],
    target: {
      type: 'objective-id',
      'target-id': id,
      status: {
        state: status === 'satisfied' ? 'satisfied' : 'not-satisfied',
        reason: status === 'satisfied' ? 'pass' : status === 'not-satisfied' ? 'fail' : 'other',
        ...(status === 'not-measured' ? { remarks: `Not measured: ${lackOf(evidence)}` } : {}),
      },
    },
    ...(evidence.length === 0
      ? {}
      : {
          'related-observations': evidence.map((_, at) => ({
            'observation-uuid': observationUuid(origin, madeAt, [id, at]),
          })),
        }),
  };
}

function lackOf(evidence: readonly Evidence[]): string {
  const lacking = evidence.filter(({ state }) => state === 'missing').map(({ name, what }) => `${name} (${what})`);
  return lacking.length === 0 ? 'no evidence is named' : lacking.join('; ');
}

interface Placed {
  readonly evidence: Evidence;
  readonly at: number;
}

function toObservation({ origin, madeAt }: EvidenceFacts, { control }: JudgedControl, { evidence, at }: Placed) {
  const { kind, name, state, what, sha256 } = evidence;
  const href = kind === 'file' && sha256 !== null ? { href: `#${resourceUuid(origin, name)}` } : {};
  return {
    uuid: observationUuid(origin, madeAt, [controlId(control), at]),
    title: `${kind}: ${name}`,
    description: `${what} (${state})`,
    methods: [kind === 'test' || kind === 'report' ? 'TEST' : 'EXAMINE'],
    types: ['control-objective'],
    'relevant-evidence': [
      {
        ...href,
        description: name,
        ...(sha256 === null ? {} : { props: [{ name: 'sha256', ns: NAMESPACE, value: sha256 }] }),
      },
    ],
    collected: madeAt,
  };
}

function toResource(origin: string, path: string, sha256: string) {
  return {
    uuid: resourceUuid(origin, path),
    title: path,
    rlinks: [{ href: path, hashes: [{ algorithm: 'SHA-256', value: sha256 }] }],
  };
}

function resourceUuid(origin: string, path: string): string {
  return toUuid(`${origin} file ${path}`);
}

function observationUuid(origin: string, madeAt: string, [id, at]: readonly [string, number]): string {
  return toUuid(`${origin} ${madeAt} ${id} observation ${at}`);
}
