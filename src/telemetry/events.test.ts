import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createEvents, type Events } from './events.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';

function givenTelemetry() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const metrics = createMetrics();
  const log = createLog(stream);
  return { events: createEvents(log, metrics), log, metrics, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

const measured = {
  category: 'billing',
  mood: { label: 'angry', trend: 'falling' },
  confidence: 0.93,
  relevance: 0.4,
  grounded: [0.97],
  passages: 3,
  flags: [{ kind: 'hard-rule', rule: 'frustrated-third-turn' }],
  findings: ['commitment', 'commitment'],
} as const;

describe('createEvents', () => {
  it('counts a request by its route pattern and logs it', async () => {
    const { events, metrics, last } = givenTelemetry();
    events.requestHandled({ requestId: 'r1', method: 'GET', route: '/v1/conversations/:id', status: 200, ms: 12 });
    expect(await metrics.text()).toContain(
      'confidant_http_requests_total{method="GET",route="/v1/conversations/:id",status="200"} 1',
    );
    expect(last()).toMatchObject({ event: 'request-handled', requestId: 'r1', status: 200, ms: 12, level: 'info' });
  });

  it('counts a turn by outcome, mode and reason', async () => {
    const { events, metrics } = givenTelemetry();
    events.turnSealed({ outcome: 'handed-over', mode: null, reason: 'legal-language', ms: 30 });
    expect(await metrics.text()).toContain(
      'confidant_turns_total{outcome="handed-over",mode="none",reason="legal-language"} 1',
    );
  });

  it('tells every other event too', async () => {
    const { events, metrics, lines } = givenTelemetry();
    events.serverStarted({ host: '127.0.0.1', port: 8400, ms: 900 });
    events.stageTimed({ stage: 'redact', ms: 3 });
    events.engineRestarted({ engine: 'text' });
    events.policyReloaded({ hash: 'sha256:00' });
    events.policyRejected({ code: 'condition-invalid' });
    events.revealAnswered({ result: 'stopped', role: 'agent' });
    const text = await metrics.text();
    expect(text).toContain('confidant_stage_seconds_count{stage="redact"} 1');
    expect(text).toContain('confidant_engine_restarts_total{engine="text"} 1');
    expect(text).toContain('confidant_policy_loads_total{result="reloaded"} 1');
    expect(text).toContain('confidant_policy_loads_total{result="rejected"} 1');
    expect(text).toContain('confidant_start_seconds 0.9');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('confidant_reveals_total{result="stopped",role="agent"} 1');
    expect(lines).toHaveLength(5);
  });

  it('counts what was asked, flagged and found in a turn, with its shares as distributions', async () => {
    const { events, metrics, lines } = givenTelemetry();
    events.turnMeasured(measured);
    events.turnMeasured({ ...measured, category: null, mood: null, confidence: null, relevance: null, flags: [] });
    const text = await metrics.text();
    expect(text).toContain('confidant_moods_total{category="billing",mood="angry",trend="falling"} 1');
    expect(text).toContain('confidant_policy_flags_total{kind="hard-rule",rule="frustrated-third-turn"} 1');
    expect(text).toContain('confidant_findings_total{check="commitment"} 4');
    expect(text).toContain('confidant_intent_confidence_bucket{le="0.9",category="billing"} 0');
    expect(text).toContain('confidant_intent_confidence_bucket{le="0.95",category="billing"} 1');
    expect(text).toContain('confidant_retrieval_relevance_count 1');
    expect(text).toContain('confidant_context_passages_sum 6');
    expect(lines).toEqual([]);
  });

  it('tells false alarms from handovers that were needed, by what people say of them', async () => {
    const { events, metrics } = givenTelemetry();
    events.handoverJudged({ reason: 'low-confidence', assistantWasRight: true });
    events.handoverJudged({ reason: 'low-confidence', assistantWasRight: false });
    events.handoverJudged({ reason: 'low-confidence', assistantWasRight: null });
    const text = await metrics.text();
    for (const verdict of ['false-alarm', 'needed', 'unsaid'])
      expect(text).toContain(`confidant_handover_verdicts_total{reason="low-confidence",verdict="${verdict}"} 1`);
  });

  it('never tells the message of an error, which may quote the customer', async () => {
    const { events, metrics, lines, last } = givenTelemetry();
    events.faultCaught({ code: 'internal', requestId: 'r2', error: new TypeError('card 4111 1111 1111 1111') });
    expect(last()).toMatchObject({ code: 'internal', requestId: 'r2', kind: 'TypeError' });
    expect(last().frames.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain('4111');
    expect(await metrics.text()).toContain('confidant_faults_total{code="internal"} 1');
  });

  it('turns prose and floods of values into one label', async () => {
    const { events, metrics } = givenTelemetry();
    events.faultCaught({ code: 'my card 4111 is gone' });
    events.requestHandled({ requestId: 'r', method: 'BREW', route: '/x', status: 405, ms: 1 });
    for (let index = 0; index < 300; index += 1) events.stageTimed({ stage: `stage-${index}`, ms: 1 });
    const text = await metrics.text();
    expect(text).toContain('confidant_faults_total{code="other"} 1');
    expect(text).toContain('method="other"');
    expect(text).toContain('confidant_stage_seconds_count{stage="other"} 180');
    expect(text).not.toContain('4111');
  });

  it('never throws, whatever is broken under it', () => {
    const broken: Log = {
      info: () => {
        throw new Error('disk full');
      },
      warn: () => {
        throw new Error('disk full');
      },
      error: () => {
        throw new Error('disk full');
      },
    };
    const events = createEvents(broken, createMetrics());
    const told: Record<keyof Events, () => void> = {
      serverStarted: () => events.serverStarted({ host: 'h', port: 1, ms: 1 }),
      requestHandled: () => events.requestHandled({ requestId: 'r', method: 'GET', route: '/', status: 200, ms: 1 }),
      turnSealed: () => events.turnSealed({ outcome: 'answered', mode: 'quoted', reason: null, ms: Number.NaN }),
      stageTimed: () => events.stageTimed({ stage: 'redact', ms: Number.NaN }),
      engineRestarted: () => events.engineRestarted({ engine: 'text' }),
      workShed: () => events.workShed('new'),
      watchChanged: () => events.watchChanged({ watch: 'disk', state: 'low' }),
      breakerChanged: () => events.breakerChanged({ dependency: 'text', state: 'open' }),
      policyReloaded: () => events.policyReloaded({ hash: 'x' }),
      policyRejected: () => events.policyRejected({ code: 'x' }),
      revealAnswered: () => events.revealAnswered({ result: 'revealed', role: 'x' }),
      turnMeasured: () => events.turnMeasured({ ...measured, confidence: Number.NaN }),
      handoverJudged: () => events.handoverJudged({ reason: 'x', assistantWasRight: null }),
      alertChanged: () => events.alertChanged({ rule: 'x', severity: 'info', change: 'raised' }),
      alertSent: () => events.alertSent({ webhook: 'x', result: 'timed-out' }),
      logAlarmRaised: () => events.logAlarmRaised({ code: 'x' }),
      faultCaught: () => events.faultCaught({ code: 'x', error: 'not an error' }),
    };
    for (const tell of Object.values(told)) expect(tell).not.toThrow();
  });
});

describe('createLog', () => {
  it('blanks fields that name customer text or keys', () => {
    const { log, lines } = givenTelemetry();
    log.info({ text: 'secret-1', call: { note: 'secret-2', ms: 3 }, authorization: 'Bearer secret-3' }, 'line');
    log.error({ err: new Error('secret-4') }, 'line');
    expect(lines.join('')).not.toContain('secret');
    expect(lines[0]).toContain('"ms":3');
  });

  it('says nothing when silent', () => {
    expect(() => createLog('silent').info({ a: 1 }, 'line')).not.toThrow();
  });
});
