import type { SpeakingMode } from '../conversation/reply.ts';
import { checkActiveContent } from './checks/check-active-content.ts';
import { checkCitations } from './checks/check-citations.ts';
import { checkCommitment } from './checks/check-commitment.ts';
import { checkEmpty } from './checks/check-empty.ts';
import { checkGrounding } from './checks/check-grounding.ts';
import { checkInstructionEcho } from './checks/check-instruction-echo.ts';
import { checkLanguage } from './checks/check-language.ts';
import { checkLength } from './checks/check-length.ts';
import { checkPersonalData } from './checks/check-personal-data.ts';
import { checkProhibitedPhrase } from './checks/check-prohibited-phrase.ts';
import { checkProhibitedTopic } from './checks/check-prohibited-topic.ts';
import { checkSpecifics } from './checks/check-specifics.ts';
import type { DraftCheck } from './draft-subject.ts';

const everyMode: readonly SpeakingMode[] = ['quoted', 'composed', 'scripted'];
/** Policy answers for its own words: they cite nothing, and may name a topic to decline it or a step to announce it. */
const fromKnowledge: readonly SpeakingMode[] = ['quoted', 'composed'];

/** Every check a draft goes through, and the modes it is for. All run, so that the record shows all that is wrong. */
export const draftChecks: readonly { readonly check: DraftCheck; readonly modes: readonly SpeakingMode[] }[] = [
  { check: checkEmpty, modes: everyMode },
  { check: checkLength, modes: everyMode },
  { check: checkLanguage, modes: everyMode },
  { check: checkActiveContent, modes: everyMode },
  { check: checkInstructionEcho, modes: fromKnowledge },
  { check: checkProhibitedPhrase, modes: everyMode },
  { check: checkPersonalData, modes: everyMode },
  { check: checkCitations, modes: everyMode },
  { check: checkProhibitedTopic, modes: fromKnowledge },
  { check: checkCommitment, modes: fromKnowledge },
  { check: checkSpecifics, modes: fromKnowledge },
  { check: checkGrounding, modes: fromKnowledge },
];
