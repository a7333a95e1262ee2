import type { HttpApp } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { askForPerson } from './routes/ask-for-person.ts';
import { beginProviderSignIn } from './routes/begin-provider-sign-in.ts';
import { checkHealth } from './routes/check-health.ts';
import { checkReadiness } from './routes/check-readiness.ts';
import { claimHandover } from './routes/claim-handover.ts';
import { closeConversation } from './routes/close-conversation.ts';
import { completeProviderSignIn } from './routes/complete-provider-sign-in.ts';
import { confirmStep } from './routes/confirm-step.ts';
import { correctSubject } from './routes/correct-subject.ts';
import { eraseSubject } from './routes/erase-subject.ts';
import { exportSubject } from './routes/export-subject.ts';
import { forgetFact } from './routes/forget-fact.ts';
import { forgetFacts } from './routes/forget-facts.ts';
import { giveConsent } from './routes/give-consent.ts';
import { giveFeedback } from './routes/give-feedback.ts';
import { holdSubject } from './routes/hold-subject.ts';
import { listAlerts } from './routes/list-alerts.ts';
import { listCheckpoints } from './routes/list-checkpoints.ts';
import { listEntries } from './routes/list-entries.ts';
import { listFacts } from './routes/list-facts.ts';
import { listHandovers } from './routes/list-handovers.ts';
import { listPurposes } from './routes/list-purposes.ts';
import { listSegments } from './routes/list-segments.ts';
import { listSignInOptions } from './routes/list-sign-in-options.ts';
import { listWitnesses } from './routes/list-witnesses.ts';
import { postMessage } from './routes/post-message.ts';
import { postReply } from './routes/post-reply.ts';
import { proveConsistency } from './routes/prove-consistency.ts';
import { proveInclusion } from './routes/prove-inclusion.ts';
import { raiseLogAlarm } from './routes/raise-log-alarm.ts';
import { readCheckpoint } from './routes/read-checkpoint.ts';
import { readConversation } from './routes/read-conversation.ts';
import { readEntry } from './routes/read-entry.ts';
import { readEntryBundle } from './routes/read-entry-bundle.ts';
import { readHandover } from './routes/read-handover.ts';
import { readMetrics } from './routes/read-metrics.ts';
import { readSegment } from './routes/read-segment.ts';
import { readSession } from './routes/read-session.ts';
import { readTile } from './routes/read-tile.ts';
import { readTurn } from './routes/read-turn.ts';
import { readVerifierKey } from './routes/read-verifier-key.ts';
import { redactText } from './routes/redact-text.ts';
import { releaseSubject } from './routes/release-subject.ts';
import { resolveHandover } from './routes/resolve-handover.ts';
import { resumeAppliance } from './routes/resume-appliance.ts';
import { returnHandover } from './routes/return-handover.ts';
import { revealValue } from './routes/reveal-value.ts';
import { runRetention } from './routes/run-retention.ts';
import { searchKnowledge } from './routes/search-knowledge.ts';
import { signIn } from './routes/sign-in.ts';
import { signOut } from './routes/sign-out.ts';
import { startConversation } from './routes/start-conversation.ts';
import { stopAppliance } from './routes/stop-appliance.ts';
import { takeOver } from './routes/take-over.ts';
import { testAlerts } from './routes/test-alerts.ts';
import { triageText } from './routes/triage-text.ts';
import { validateReply } from './routes/validate-reply.ts';
import { witnessCheckpoint } from './routes/witness-checkpoint.ts';

/** Every documented route, in the order the document shows them. */
const routes: readonly ((app: HttpApp, ports: HttpPorts) => void)[] = [
  startConversation,
  postMessage,
  readConversation,
  confirmStep,
  readTurn,
  askForPerson,
  giveFeedback,
  listPurposes,
  giveConsent,
  listFacts,
  forgetFacts,
  forgetFact,
  closeConversation,
  listHandovers,
  readHandover,
  claimHandover,
  returnHandover,
  resolveHandover,
  postReply,
  takeOver,
  revealValue,
  stopAppliance,
  resumeAppliance,
  signIn,
  readSession,
  signOut,
  listSignInOptions,
  beginProviderSignIn,
  completeProviderSignIn,
  redactText,
  triageText,
  searchKnowledge,
  validateReply,
  exportSubject,
  correctSubject,
  holdSubject,
  releaseSubject,
  eraseSubject,
  runRetention,
  readCheckpoint,
  readVerifierKey,
  proveInclusion,
  proveConsistency,
  raiseLogAlarm,
  witnessCheckpoint,
  listWitnesses,
  listEntries,
  readEntry,
  readTile,
  readEntryBundle,
  listCheckpoints,
  listSegments,
  readSegment,
  listAlerts,
  testAlerts,
  checkHealth,
  checkReadiness,
  readMetrics,
];

export function registerRoutes(app: HttpApp, ports: HttpPorts): void {
  for (const register of routes) register(app, ports);
}
