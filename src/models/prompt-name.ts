import { createHash } from 'node:crypto';

/** A prompt by name: rolling one back is changing the id that is used. */
export interface NamedPrompt {
  readonly id: string;
  readonly version: number;
  readonly system: string;
}

/** Id, version and hash, as the record names a prompt. */
export function promptName(prompt: NamedPrompt): string {
  const hash = createHash('sha256').update(prompt.system).digest('hex').slice(0, 12);
  return `${prompt.id}@${prompt.version}:${hash}`;
}
