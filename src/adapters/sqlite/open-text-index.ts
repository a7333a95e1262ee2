import type { TextIndex } from '../../knowledge/text-index.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Words of a question that are asked for; a longer question costs no more. */
const MOST_WORDS = 32;
/** A word that stands in as many passages is common; counting on would only cost time. */
const COMMON = 400;
/** Words that stand in every question and tell passages apart in none. */
const stopWords = new Set(
  'a an and are as at be but by can could did do does for from had has have how i if in is it its me my no not of on or our please so that the their them then there they this to up us was we what when where which who why will with would you your'.split(
    ' ',
  ),
);

/** Searches the FTS5 table beside the passages. */
export function openTextIndex(database: SqliteDatabase): TextIndex {
  const search = database.prepare<[string, string, number], { id: string; score: number }>(
    `SELECT p.id AS id, -bm25(passage_words, 2.0, 1.0) AS score FROM passage_words
     JOIN passages p ON p.number = passage_words.rowid
     WHERE passage_words MATCH ? AND passage_words.collection = ? ORDER BY bm25(passage_words, 2.0, 1.0) LIMIT ?`,
  );
  const countWord = database
    .prepare<[string, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT ?)',
    )
    .pluck();
  const countPassages = database
    .prepare<[number], number>('SELECT count(*) FROM (SELECT 1 FROM passages LIMIT ?)')
    .pluck();
  return {
    search: async function searchWords(collection, query, k) {
      const phrases = toPhrases(query);
      if (phrases.length === 0) return [];
      const rows = search.all(phrases.join(' OR '), collection, k);
      const literal = quotedPhrases(query);
      const exact =
        literal.length > 0 ? new Set(search.all(literal.join(' AND '), collection, k).map((row) => row.id)) : null;
      const matches = rows.map((row) => ({ passage: row.id, score: Math.max(row.score, 1e-6) }));
      if (exact === null) return matches;
      return matches.sort((a, b) => Number(exact.has(b.passage)) - Number(exact.has(a.passage)) || b.score - a.score);
    },
    spread: async function countWords(words) {
      const holding = words.map((word) => {
        const [phrase] = wordsOf(word);
        return phrase === undefined ? 0 : (countWord.get(`"${phrase}"`, COMMON) ?? 0);
      });
      return { passages: countPassages.get(COMMON) ?? 0, holding };
    },
  };
}

/** Each word as an FTS phrase of its own, so that nothing a customer types is read as syntax. */
function toPhrases(query: string): readonly string[] {
  const words = wordsOf(query.replace(/\[[A-Z_]+_\d+\]/gu, ' '));
  const telling = words.filter((word) => !stopWords.has(word));
  return (telling.length > 0 ? telling : words).slice(0, MOST_WORDS).map((word) => `"${word}"`);
}

function quotedPhrases(query: string): readonly string[] {
  return [...query.matchAll(/["“]([^"“”]{2,120})["”]/gu)].flatMap(([, phrase = '']) => {
    const words = wordsOf(phrase);
    return words.length > 0 ? [`"${words.join(' ')}"`] : [];
  });
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
