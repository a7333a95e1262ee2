import { type DraftSubject, findingAt } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';
import { findPhrase } from '../match-phrase.ts';

/** What models say when an instruction in their data took hold, or when they fall out of their part. */
const phrases: readonly { readonly kind: string; readonly phrase: string }[] = [
  {
    kind: 'override',
    phrase:
      '(ignore|ignoring|disregard|forget|override|bypass) ... (previous|prior|above|earlier|all) ... (instruction*|rule*|prompt*|direction*)',
  },
  { kind: 'override', phrase: '(new|updated) instructions (are|follow)' },
  { kind: 'prompt', phrase: 'system prompt' },
  { kind: 'prompt', phrase: '(my|your|these|the) (initial|original|hidden|secret|system) (instruction*|prompt*)' },
  { kind: 'prompt', phrase: '(my|your) instructions (are|say|tell|were)' },
  { kind: 'prompt', phrase: 'i (was|am) (instructed|told|prompted|programmed) to' },
  { kind: 'prompt', phrase: 'i have been (instructed|told|prompted|programmed) to' },
  { kind: 'part', phrase: '(as|im|am) ... (ai|intelligence|large) language model' },
  { kind: 'part', phrase: '(as|im|am) an ai (trained|created|developed|made) by' },
  { kind: 'part', phrase: '(openai|chatgpt|smollm*|anthropic|llama)' },
  { kind: 'part', phrase: '(developer|dan|jailbreak|god) mode (enabled|on|activated)' },
  { kind: 'source', phrase: '(the|this) (given|provided|above) (passage|passages|context|excerpt*)' },
  { kind: 'source', phrase: '(based|according) (on|to) the (passage|passages|context|prompt)' },
];

/** Marks of chat templates and of the prompt itself. */
const roleMarks =
  /<\|[^|>\n]{0,40}\|?>?|\[\/?INST\]|<<\/?SYS>>|<\/?s>|<\/?(?:passage|question|system|user|assistant|context|think)\b|^#{2,} ?(?:instruction|response|system|input)|(?:^|[\n.!?] {0,3})(?:human|user|assistant|system|customer|ai|bot) ?:/giu;

/** A reply speaks for the house: it repeats no instruction and shows no machinery. */
export function checkInstructionEcho(subject: DraftSubject): Finding[] {
  const findings = phrases.flatMap(({ kind, phrase }) =>
    findPhrase(phrase, subject.words).map((place) =>
      findingAt(subject, place, { check: 'injected-instruction-echo', detail: kind }),
    ),
  );
  for (const match of subject.reply.text.matchAll(roleMarks)) {
    const place = { start: match.index, end: match.index + match[0].length };
    findings.push(findingAt(subject, place, { check: 'injected-instruction-echo', detail: 'role-mark' }));
    break;
  }
  return findings;
}
