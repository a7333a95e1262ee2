import type { EvidenceFacts } from '../evidence-facts.ts';
import { toRetentionReport } from '../reports/retention-report.ts';
import type { Need } from './control.ts';

/** What one piece of evidence says; `missing`: it is not there, which never counts for the appliance. */
export interface Finding {
  readonly state: 'holds' | 'fails' | 'missing';
  readonly what: string;
}

const DAY_MS = 86_400_000;
/** A month and some days: what has to work when it is needed is tried once a month. */
const TRIED_WITHIN_MS = 35 * DAY_MS;
/** Entries before the first start: a command may manage accounts before the appliance ever ran. */
const BEFORE_FIRST_START = 16;

const judges: Readonly<Record<Need, (facts: EvidenceFacts) => Finding>> = {
  'log-verifies': ({ log: { verification, size } }) =>
    size === 0
      ? missing('The log has no entry')
      : when(verification.ok, `${size} entries, ${verification.findings.length + verification.omitted} findings`),
  'versions-in-every-decision': ({ log }) => {
    const { turns, turnsMissingVersions, turnsWithoutRecordedPolicy } = log.tallies.changes;
    if (turns === 0) return missing('There was no decision');
    const what = `${turns} decisions, ${turnsMissingVersions} without versions, ${turnsWithoutRecordedPolicy} under a policy no entry put in force`;
    return when(turnsMissingVersions + turnsWithoutRecordedPolicy === 0, what);
  },
  'turns-masked': ({ log }) => {
    const { turns, types } = log.tallies.redaction;
    return turns === 0
      ? missing('There was no turn')
      : holds(`${turns} turns, ${Object.keys(types).length} types masked`);
  },
  'retention-held': (facts) => {
    const late = toRetentionReport(facts).classes.filter((one) => !one.held);
    return when(
      late.length === 0,
      late.length === 0
        ? 'No class has a record past its limit'
        : `Past the limit: ${late.map((one) => one.class).join(', ')}`,
    );
  },
  'basis-in-every-session': ({ sessions }) => {
    const all = sessions.reduce((sum, { count }) => sum + count, 0);
    const without = sessions.filter(({ basis }) => basis === '').reduce((sum, { count }) => sum + count, 0);
    return all === 0
      ? missing('No session is stored')
      : when(without === 0, `${all} sessions, ${without} without a basis`);
  },
  'notice-in-every-session': ({ log }) => inEverySession(log.tallies.consents, 'withNotice', 'notice'),
  'disclosure-in-every-session': ({ log }) => inEverySession(log.tallies.consents, 'withDisclosure', 'disclosure'),
  'consents-obeyed': ({ log }) => {
    const { granted, withdrawn, memoryWrites, writesWithoutConsent } = log.tallies.consents;
    const what = `${granted} granted, ${withdrawn} withdrawn, ${memoryWrites} writes to memory, ${writesWithoutConsent.length} without consent`;
    return when(writesWithoutConsent.length === 0, what);
  },
  'erasures-done': ({ log }) => {
    const { counts, erasuresUnderWay } = log.tallies.requests;
    return when(erasuresUnderWay === 0, `${counts.erasure ?? 0} erasures asked for, ${erasuresUnderWay} under way`);
  },
  'human-only-rules': ({ policy }) =>
    when(policy.humanOnly.length > 0, `${policy.humanOnly.length} rules give a conversation to a person`),
  'nothing-outside-configured': ({ outward }) => {
    const enabled = outward.filter((one) => one.enabled);
    return when(
      enabled.length === 0,
      enabled.length === 0
        ? 'The configuration names no address outside'
        : `Configured: ${enabled.map(({ what }) => what).join(', ')}`,
    );
  },
  'clock-never-backwards': ({ log }) => {
    const { entries, backwardsCount } = log.tallies.clock;
    return entries === 0
      ? missing('The log has no entry')
      : when(backwardsCount === 0, `${entries} entries, ${backwardsCount} before the time of an earlier one`);
  },
  'log-from-first-start': ({ log }) => {
    const { firstStart, starts, startsWithoutStop } = log.tallies.entries;
    if (firstStart === null) return missing('The log holds no start');
    return when(
      firstStart.index < BEFORE_FIRST_START,
      `First start is entry ${firstStart.index}; ${starts} starts, ${startsWithoutStop} after a stop nobody recorded`,
    );
  },
  'sign-ins-by-account': ({ accounts, log }) => {
    const { signedIn } = log.tallies.staff;
    return accounts.length === 0
      ? missing('No person has an account')
      : holds(`${accounts.length} accounts, ${signedIn} sign-ins`);
  },
  'idle-limit-set': ({ settings }) =>
    when(settings.idleMinutes > 0, `Idle ${settings.idleMinutes} minutes, ${settings.absoluteHours} hours in all`),
  'models-verified': ({ models }) => {
    const wrong = models.filter(({ state }) => state !== 'present');
    if (models.length === 0) return missing('No model is configured');
    return when(
      wrong.length === 0,
      wrong.length === 0
        ? `${models.length} models have their SHA-256`
        : `Not as the catalogue says: ${wrong.map(({ id }) => id).join(', ')}`,
    );
  },
  'parts-listed': ({ packages }) =>
    packages === null ? missing('What is installed could not be read') : holds(`${packages.length} packages`),
  'policies-kept': ({ policyHistory, log }) => {
    const kept = new Set(policyHistory.map(({ hash }) => hash));
    const lost = log.tallies.changes.policies.filter((hash) => !kept.has(hash));
    return when(lost.length === 0, `${kept.size} policies kept, ${lost.length} of the log are not among them`);
  },
  'evaluated-here': ({ measured }) => {
    const reports = measured.filter(({ report }) => report.startsWith('evaluate-'));
    return reports.length === 0
      ? missing('Nothing was evaluated on this machine')
      : holds(`${reports.length} evaluations`);
  },
  'stop-tried-lately': ({ log, madeAt }) => {
    const last = log.tallies.oversight.stops.at(-1);
    const isRecent = last !== undefined && Date.parse(madeAt) - Date.parse(last.at) <= TRIED_WITHIN_MS;
    return isRecent
      ? holds(`Stop switch last thrown at ${last.at}`)
      : missing('The stop switch was not tried within a month');
  },
  'restore-drilled-lately': ({ log, madeAt }) => {
    const last = log.tallies.changes.changes
      .filter(({ what, new: act }) => what === 'admin-act' && act.startsWith('drill-'))
      .at(-1);
    const isRecent = last !== undefined && Date.parse(madeAt) - Date.parse(last.at) <= TRIED_WITHIN_MS;
    if (!isRecent) return missing('No backup was tried by restoring it within a month');
    return when(last.new.startsWith('drill-passed'), `Entry ${last.index}, ${last.at}: ${last.new}`);
  },
};

export function judgeNeed(need: Need, facts: EvidenceFacts): Finding {
  return judges[need](facts);
}

function inEverySession(
  counts: EvidenceFacts['log']['tallies']['consents'],
  field: 'withNotice' | 'withDisclosure',
  name: string,
): Finding {
  const { conversations } = counts;
  if (conversations === 0) return missing('There was no conversation');
  return when(
    counts[field] === conversations,
    `${conversations} conversations, ${conversations - counts[field]} without a ${name}`,
  );
}

function when(condition: boolean, what: string): Finding {
  return { state: condition ? 'holds' : 'fails', what };
}

function holds(what: string): Finding {
  return { state: 'holds', what };
}

function missing(what: string): Finding {
  return { state: 'missing', what };
}
