import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openKeyDesk } from '../../src/compose-api-keys.ts';
import { type EvidenceRun, writeEvidence } from '../../src/compose-evidence.ts';
import { type GivenAppliance, givenAppliance } from './given-appliance.ts';
import { addStaff, goodPassword, openBrowser } from './signed-in.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const article = readFileSync(join(root, 'knowledge/lost-card.md'), 'utf8');
/** What customers and staff wrote, and nobody may read in a pack. */
export const planted = {
  reference: 'rosalind.quimby@example.org',
  card: '4111 1111 1111 1111',
  iban: 'DE89 3704 0044 0532 0130 00',
  email: 'quentin.blackwood@example.net',
  phone: '+1 202 555 0163',
  staff: 'wilhelmina-the-agent',
  note: 'violet.harrow@example.org',
  device: 'kiosk-of-wilhelmina',
} as const;

/** An appliance with a day behind it, and the packs that are made of it. */
export interface GivenEvidence {
  readonly bank: GivenAppliance;
  /** Holds packs and, below it, `reports`. */
  readonly folder: string;
  write(name: string): Promise<EvidenceRun>;
  close(): Promise<void>;
}

export async function givenEvidence(): Promise<GivenEvidence> {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-journey-'));
  const bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
  await useAppliance(bank);
  const environment = {
    host: '127.0.0.1',
    port: 0,
    data: bank.data,
    models: join(root, 'models'),
    policies: bank.policies,
    knowledge: join(root, 'knowledge'),
    config: join(folder, 'confidant.yaml'),
    offline: true,
  };
  return {
    bank,
    folder,
    write: (name) =>
      writeEvidence(environment, { out: join(folder, name), reports: join(folder, 'reports'), now: bank.clock.now }),
    close: async () => {
      await bank.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A day of a bank: questions, a handover that is claimed and resolved, consent, an export, an erasure, a stop. */
async function useAppliance(bank: GivenAppliance): Promise<void> {
  const { reference, card, iban, email, phone, staff, note, device } = planted;
  const admin = bank.as('admin');
  const agent = bank.as('agent');
  const conversation = await bank.start({ customer: { ref: reference } });
  await bank.ask(`I lost my card ${card}, account ${iban}`, { conversation });
  await bank
    .as('kiosk')
    .request('POST', `/v1/conversations/${conversation}/consent`, { purpose: 'improve-service', granted: true });
  const turn = await bank.ask(`I want a person. I am ${email}, call ${phone}`, { conversation });
  const handover = `/v1/handovers/${turn.handover?.reference}`;
  bank.clock.advance(60_000);
  await agent.request('POST', `${handover}/claim`, { note: `I know them as ${note}` });
  bank.clock.advance(60_000);
  await agent.request('POST', `${handover}/resolve`, {
    resolution: `Called back on ${phone}`,
    assistantWasRight: false,
  });
  await admin.request('POST', `/v1/subjects/${encodeURIComponent(reference)}/export`, {});
  await bank.start({ customer: { ref: email } });
  await admin.request('DELETE', `/v1/subjects/${encodeURIComponent(email)}`);
  await agent.request('POST', '/v1/stop', {});
  bank.clock.advance(5_000);
  await admin.request('POST', '/v1/resume', {});
  using keys = openKeyDesk({ data: bank.data });
  keys.revoke(keys.add('kiosk', device).id);
  await addStaff(bank.data, staff, 'agent');
  await openBrowser(() => bank.appliance.app).ask('POST', '/v1/session', { name: staff, password: goodPassword });
}
