import { dataMap } from '../../privacy/data-map.ts';
import type { EvidenceFacts } from '../evidence-facts.ts';
import { toRetentionReport } from './retention-report.ts';

/** Record of processing activities (GDPR Art. 30), as the configuration has it now. */
export function toProcessingSheet(facts: EvidenceFacts) {
  const { policy, outward } = facts;
  const recipients = outward.filter(({ enabled }) => enabled);
  return {
    at: facts.madeAt,
    policy: policy.hash,
    defaultBasis: policy.privacy.basis,
    activities: toRetentionReport(facts).classes.map(({ class: name, basis, purposes, keepDays, tables }) => ({
      categoryOfData: name,
      what: tables.flatMap((table) => dataMap[table]?.purpose ?? []),
      subjects: 'customers who write to the appliance',
      purposes,
      lawfulBasis: basis,
      keptDays: keepDays,
      erased: [...new Set(tables.flatMap((table) => dataMap[table]?.erased ?? []))],
    })),
    consentPurposes: policy.privacy.purposes.map(({ id, basis, keepDays, notice, export: leaves }) => ({
      id,
      lawfulBasis: basis,
      keptDays: keepDays,
      noticeVersion: notice.version,
      languages: Object.keys(notice.text),
      mayLeaveDeidentified: leaves,
    })),
    remembered: policy.privacy.memory.facts.map(({ kind, purpose, keepDays, readers }) => ({
      kind,
      purpose,
      keepDays,
      readers,
    })),
    recipients: recipients.length === 0 ? 'none outside the process' : recipients,
    transfersToThirdCountries: 'none by the appliance',
    security: [
      `values of customers under a key of their own, wrapped by a master key in a vault of kind "${facts.settings.keyVault}"`,
      'personal data masked before model, memory, index and log',
      'append-only log with a Merkle tree and signed checkpoints',
    ],
    notInHere: ['name and contact of the controller and of its data protection officer: the organisation adds them'],
  };
}

/** What a data protection impact assessment (GDPR Art. 35) takes from the appliance: flows and measured rates. */
export function toImpactAnnex(facts: EvidenceFacts) {
  const { measured, log, outward } = facts;
  const rates = measured.filter(({ report }) => /pii|redact|planted|leak/u.test(report));
  return {
    at: facts.madeAt,
    flow: [
      'kiosk or page → server: text of the customer',
      'server → rules and token classifier in this machine: masked text and values apart',
      'values → store, encrypted under the key of their subject',
      'masked text → triage, retrieval, drafting, validation in this machine',
      'turn → log: hashes, codes, salted commitments',
      'reply → customer; handover → people of the organisation',
    ],
    outward,
    maskedValuesKept: facts.values,
    maskedTurnsByType: log.tallies.redaction.types,
    measuredRates: rates.length === 0 ? 'not measured on this machine' : rates,
    turns: log.tallies.oversight.turns,
    handedOver: log.tallies.oversight.outcomes['handed-over'] ?? 0,
    residualRisks: [
      'a name or number that no recogniser knows stays readable to staff and in the encrypted transcript',
      'whoever holds the master key and the data folder can open what customers wrote',
    ],
  };
}
