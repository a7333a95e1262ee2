import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runMain } from '../support/child-appliance.ts';
import { givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { verifyData } from '../support/fault-database.ts';

const folder = givenFolder();
afterAll(folder.remove);

const breaches: readonly (readonly [string, string, (file: string) => void])[] = [
  ['YAML that does not parse', 'escalation.yaml', (file) => appendFileSync(file, '\nqueues: [broken\n')],
  ['a field of another type', 'limits.yaml', (file) => writeFileSync(file, 'passages: many\n')],
  ['a condition with an unknown name', 'escalation.yaml', misspellSignal],
];

describe('a broken policy file', () => {
  it.each(breaches)('keeps the last good policy in force: %s', async (what, name, harm) => {
    const story = { data: join(folder.path, `later-${what.length}`), policies: folder.copyPolicies() };
    const before = await openFaultAppliance(story);
    const { hash } = before.appliance.stages.policy();
    expect(before.appliance.warnings.filter((warning) => warning.includes('.yaml'))).toEqual([]);
    await before.close();

    harm(join(story.policies, name));
    const after = await openFaultAppliance(story);
    expect(after.appliance.stages.policy().hash).toBe(hash);
    expect(after.appliance.warnings).toContainEqual(expect.stringMatching(new RegExp(`${name}:\\d+:\\d+ `)));
    expect(await after.get('/readyz')).toMatchObject({
      status: 200,
      body: { state: 'degraded', parts: { policy: { state: 'degraded', detail: 'last-good-kept' } } },
    });
    const path = await after.start();
    expect(await after.post(`${path}/messages`, { text: 'I lost my card' })).toMatchObject({ status: 200 });
    await after.close();
    expect(verifyData(story.data)).toMatchObject({ ok: true });
  });

  it.each(breaches)('refuses the first start: %s', async (what, name, harm) => {
    const story = { data: join(folder.path, `first-${what.length}`), policies: folder.copyPolicies() };
    harm(join(story.policies, name));
    await expect(openFaultAppliance(story)).rejects.toMatchObject({
      findings: expect.arrayContaining([expect.stringMatching(new RegExp(`${name}:\\d+:\\d+ `))]),
    });
  });

  it('ends the first start with code 1, file, line and column', async () => {
    const policies = folder.copyPolicies();
    const file = join(policies, 'escalation.yaml');
    appendFileSync(file, '\nqueues: [broken\n');
    const { code, errors } = await runMain({
      CONFIDANT_PORT: '0',
      CONFIDANT_DATA: join(folder.path, 'main'),
      CONFIDANT_POLICIES: policies,
      CONFIDANT_MODELS: folder.givenCatalogue(),
      CONFIDANT_CONFIG: join(folder.path, 'none.yaml'),
    }).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/escalation\.yaml:\d+:\d+ /);
    expect(errors).not.toMatch(/^\s+at /m);
  }, 30_000);
});

function misspellSignal(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('issueTurns', 'isueTurns'));
  if (readFileSync(file, 'utf8') === text) throw new Error('The shipped policy asks for no issueTurns any more');
}
