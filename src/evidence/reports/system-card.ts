import type { EvidenceFacts } from '../evidence-facts.ts';

/** What a deployer has to know of the running configuration (EU AI Act Art. 13). */
export function toSystemCard(facts: EvidenceFacts) {
  const { policy, knowledge, models, qualifications, measured, log } = facts;
  const may = (role: string): readonly string[] =>
    qualifications
      .filter((one) => one.role === role && one.passed && one.signed && one.onThisMachine)
      .map(({ model }) => model);
  return {
    at: facts.madeAt,
    product: 'Confidant',
    version: facts.version,
    appliance: facts.origin,
    intendedUse: 'First answer to questions of customers from approved knowledge; every doubt goes to a person.',
    speaks: {
      quoted: 'approved sentences of the knowledge base, always',
      composed: may('compose'),
      judges: may('judge'),
    },
    models: models.map((model) => ({
      ...model,
      qualification: qualifications.filter((one) => one.model === model.id),
    })),
    policy: { hash: policy.hash, files: policy.files, problems: policy.problems },
    knowledge,
    settings: facts.settings,
    evaluations: measured.filter(({ report }) => report.startsWith('evaluate-')),
    useSoFar: { turns: log.tallies.oversight.turns, outcomes: log.tallies.oversight.outcomes },
    limits: [
      'Answers no more than the knowledge base says; what it does not say goes to a person.',
      'Sentiment is read from text alone; there is no recognition of voice, face or any biometric trait.',
      'Redaction misses what no recogniser knows; the measured rates are among the evaluations, where any were made here.',
      'A text model speaks only where it passed an examination on this very machine.',
      ...(qualifications.some(({ passed }) => passed)
        ? []
        : ['No text model has passed here: every reply is quoted or scripted.']),
      ...(policy.calibrated ? [] : ['Moods were not calibrated for this site: words alone tell them.']),
      ...(knowledge.pastReview > 0 ? [`${knowledge.pastReview} documents are past their date of review.`] : []),
    ],
  };
}
