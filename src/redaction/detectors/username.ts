import type { Candidate, Detector } from '../detector.ts';
import { isOrdinaryWord } from '../name-words.ts';

const said =
  /\b(?:user\s?names?|user\s?id|log\s?in\s(?:id|name)|login|screen\s?name|handle|benutzername|nutzername|nom d'utilisateur|identifiant|nombre de usuario|nome utente)(?<link>\s(?:is|was|ist|est|es|è)\s{1,2}|\s?[:=]\s{0,2}|\s(?=\S{0,40}\d))["'`@]?(?<value>[\p{L}\p{N}][\p{L}\p{N}_.@+-]{2,63})/dgiu;

/** Names that people sign in with, where the words before say so. */
export const username: Detector = {
  id: 'username',
  find: function findUsernames(text) {
    return [...text.matchAll(said)].flatMap((match): Candidate[] => {
      const [start] = match.indices?.groups?.value ?? [];
      const value = (match.groups?.value ?? '').replace(/[.-]+$/, '');
      if (start === undefined || value.length < 3 || isOrdinaryWord(value)) return [];
      return [{ type: 'USERNAME', start, end: start + value.length, score: 0.8, source: 'context:username' }];
    });
  },
};
