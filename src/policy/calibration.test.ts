import { describe, expect, it } from 'vitest';
import { givenPolicySet, type PolicyChanges } from '../../test/support/given-policy.ts';
import { CALIBRATION_FILE, checkCalibration, toCalibrationText } from './calibration.ts';

const model = { id: 'embedder', sha256: 'ab'.repeat(32) };
const stamp = toCalibrationText(givenPolicySet().base, { model, date: '2026-11-21', examples: 3 });
const check = (changes: PolicyChanges = {}, running: Parameters<typeof checkCalibration>[1] = model) =>
  checkCalibration(givenPolicySet(changes, { [CALIBRATION_FILE]: stamp }), running);

describe('checkCalibration', () => {
  it('takes thresholds that were tried with the model in use', () => {
    expect(check()).toEqual({ failures: [], warnings: [] });
  });

  it.each([
    ['another model', { id: 'other', sha256: model.sha256 }],
    ['other weights', { id: model.id, sha256: 'cd'.repeat(32) }],
  ])('fails for %s', (_, running) => {
    expect(check({}, running).failures).toEqual([expect.stringMatching(/^policies\/calibration\.yaml:3:7 /u)]);
  });

  it('takes a model of the operator that nobody pinned by its id', () => {
    expect(check({}, { id: model.id, sha256: null }).failures).toEqual([]);
  });

  it('names a threshold that was moved since', () => {
    const { failures, warnings } = check({
      'escalation.yaml': ['intentConfidence >= 0.55', 'intentConfidence >= 0.5'],
    });
    expect(failures).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^policies\/escalation\.yaml:\d+:5 law-likely was changed since/u),
    ]);
  });

  it('tells that examples were changed since', () => {
    const changed = check({ 'sensitive.yaml': ['"I forgot my password"', '"I forgot my old password"'] });
    expect(changed.warnings).toEqual([
      expect.stringMatching(/^policies\/calibration\.yaml:\d+:7 examples were changed/u),
    ]);
  });

  it('warns where nothing was tried at all', () => {
    const { [CALIBRATION_FILE]: _, ...texts } = givenPolicySet().texts;
    expect(checkCalibration({ ...givenPolicySet(), texts }, model).warnings).toHaveLength(1);
  });

  it('fails for a file it cannot read', () => {
    const broken = { ...givenPolicySet(), texts: { [CALIBRATION_FILE]: 'model: 3\n' } };
    expect(checkCalibration(broken, model).failures[0]).toMatch(/^policies\/calibration\.yaml:1:8 /u);
  });
});
