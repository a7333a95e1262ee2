/** Every text a policy words in languages, wherever it stands: what the appliance may say without asking anybody. */
export function wordingsOf(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  if (isWording(part)) return Object.values(part);
  return Object.values(part).flatMap(wordingsOf);
}

/** A wording has an English text, and nothing but texts. */
function isWording(part: object): part is Readonly<Record<string, string>> {
  return 'en' in part && Object.values(part).every((text) => typeof text === 'string');
}
