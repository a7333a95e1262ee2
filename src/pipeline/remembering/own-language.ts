import type { Turn } from '../../conversation/conversation.ts';
import type { TurnNotes } from '../turn-notes.ts';
import { factsForAssistant } from './recall-facts.ts';

/**
 * The turn as it reads in the language the customer is known to speak: a message too short to tell is taken for that
 * one, if the assistant speaks it. Where the conversation was begun in a language of its own, that one stays.
 */
export function inOwnLanguage(turn: Turn, { memory, policy }: Pick<TurnNotes, 'memory' | 'policy'>): Turn {
  const { conversation } = turn;
  const { languages, defaultLanguage } = policy.files.scope;
  if (memory === null || conversation.language !== defaultLanguage) return turn;
  const known = factsForAssistant(memory).find(({ kind }) => kind === 'preferred-language');
  return known === undefined || !languages.includes(known.value)
    ? turn
    : { ...turn, conversation: { ...conversation, language: known.value } };
}
