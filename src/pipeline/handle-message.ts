import { type CustomerMessage, isHeldByPerson, type Turn } from '../conversation/conversation.ts';
import type { Outcome } from '../conversation/outcome.ts';
import { withinDeadline } from '../conversation/within-deadline.ts';
import { decideBefore } from '../escalation/decide-escalation.ts';
import { recollect } from '../memory/recollection.ts';
import { audiencesFor } from '../policy/policy-snapshot.ts';
import { triageTurn } from '../triage/triage-turn.ts';
import { tryAction } from './acting/try-action.ts';
import { decideOnEvidence } from './decide-on-evidence.ts';
import { draftReply } from './draft-reply.ts';
import type { Drafted } from './drafted.ts';
import { embedQuestion, queriesOf, rulesAlone } from './embed-question.ts';
import { clarifying, faulted, handedOver, scriptedAnswer } from './endings.ts';
import { TurnFault } from './fault-code.ts';
import { judgeTurn, noteReading } from './judge-turn.ts';
import { raisePriority } from './raise-priority.ts';
import { inOwnLanguage } from './remembering/own-language.ts';
import { recallFacts } from './remembering/recall-facts.ts';
import { sealTurn } from './seal-turn.ts';
import type { Stages } from './stages.ts';
import type { TurnContext, TurnWork } from './turn-work.ts';
import type { TurnView } from './views.ts';

export type HandleMessage = (message: CustomerMessage, work: TurnWork) => Promise<TurnView>;

/** The way of one message, top to bottom: redact → recall → triage → decide → retrieve → draft → validate → decide → seal. */
export function createHandleMessage(stages: Stages): HandleMessage {
  return async function handleMessage(message, work) {
    const redacted = await work.clock.time('redact', (signal) => stages.redactMessage(message, signal));
    const context = { stages, redacted, work };
    if (isHeldByPerson(redacted.turn.conversation)) {
      await raisePriority(context);
      return sealTurn(context, { kind: 'with-person' });
    }
    const outcome = await withinDeadline(work.clock.remainingMs(), () => answerTurn(context)).catch(
      (fault: unknown) => {
        work.notes.isOver = true;
        return faulted(context, fault);
      },
    );
    return sealTurn(context, outcome);
  };
}

async function answerTurn(context: TurnContext): Promise<Outcome> {
  const { stages, work } = context;
  const { turn } = context.redacted;
  const { notes, clock } = work;
  const recollection = await clock.time('recall', () => recall(stages, turn, work));
  notes.earlier = recollection.turns;

  const { triage, input, vectors } = await clock.time('triage', async (signal) => {
    const { policy } = notes;
    const asked = stages.isStopped() ? rulesAlone : await embedQuestion(stages, turn, recollection, { policy, signal });
    const { own: vector, resolvedQuestion: resolved, clauses, examples } = asked;
    const asRead = { turn: inOwnLanguage(turn, notes), vector, resolved, clauses, examples };
    const known = { ...asRead, earlier: recollection.turns, policy: notes.policy };
    return { triage: triageTurn(known), input: known, vectors: asked };
  });
  const own = noteReading(context, triage, recollection);
  notes.wordsAlone = vectors === rulesAlone ? 'stopped' : (vectors.fault?.code ?? null);

  const before = await clock.time('decideBefore', () => decideBefore(own, notes.policy));
  notes.explanations.push({ stage: 'before', kind: before.kind, explanation: before.explanation });
  if (before.kind === 'hand-over') return handedOver(context, before.reason, before);
  // Asked after the rules, so that danger and law still reach the right people while the switch is on.
  if (stages.isStopped()) return handedOver(context, 'stopped');
  if (vectors.fault) throw vectors.fault;
  if (stages.isDiskLow()) throw new TurnFault('disk-low', 'The disk is nearly full: what is left is for people');
  const acted = await tryAction(context, triage);
  if (acted) return acted;
  const scripted = scriptedAnswer(context, triage);
  if (scripted) return scripted;
  const { signals, ending } = await judgeTurn(context, { input, recollection, signals: own });
  if (ending) return ending;

  notes.passages = await clock.time('retrieve', () =>
    stages.retrievePassages({
      queries: queriesOf(turn, recollection, vectors),
      collection: turn.conversation.collection,
      audiences: audiencesOf(turn, work),
      carried: recollection.resolvedQuestion === null ? [] : recollection.carried,
      limit: notes.policy.files.limits.passages,
      now: turn.receivedAt,
      onFallback: (code) => notes.fallbacks.push({ stage: 'retrieve', code }),
    }),
  );

  const drafted: Drafted = await draftReply(context, signals);
  if (stages.isStopped()) return handedOver(context, 'stopped');
  const evidence = { passages: notes.passages, ...drafted.evidence };
  const readings = { signals, unjudged: notes.unjudged };
  const decided = await clock.time('decideAfter', () => decideOnEvidence(readings, evidence, notes.policy));
  const after = decided.decision;
  notes.signals = decided.signals;
  notes.explanations.push({ stage: 'after', kind: after.kind, explanation: after.explanation });
  if (after.kind === 'hand-over') return handedOver(context, after.reason, after);
  if (after.kind === 'clarify') return clarifying(context);
  return drafted.reply ? { kind: 'answered', reply: drafted.reply } : handedOver(context, 'draft-rejected');
}

async function recall(stages: Stages, turn: Turn, work: TurnWork) {
  const { recallTurns } = work.notes.policy.files.limits;
  const { conversation } = turn;
  work.notes.settled = await stages.records.settledHandovers(conversation.id);
  const { policy } = work.notes;
  work.notes.memory = await recallFacts(stages.records, conversation, { policy, now: turn.receivedAt });
  work.notes.priorContacts = await stages.records.priorContacts(conversation.subject, conversation.id);
  return recollect(
    turn.question,
    await stages.records.recentTurns(conversation.id, work.progress.issueStart, recallTurns),
  );
}

function audiencesOf(turn: Turn, work: TurnWork): readonly string[] {
  return audiencesFor(work.notes.policy, turn.conversation.tier) ?? ['public'];
}
