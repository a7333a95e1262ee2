/**
 * Wording that speaks to a machine instead of a customer. A help article has no use for it, so a passage that holds any
 * is kept out of answers and prompts, and shown to the operator.
 */
const instructionPatterns: readonly RegExp[] = [
  /\b(ignore|disregard|forget|override)\b.{0,40}\b(previous|prior|above|all|earlier|your)\b.{0,30}\b(instructions?|rules?|prompts?|polic(y|ies)|guidelines?)/iu,
  /\b(you are|act as|pretend to be) (now )?(an? |the |in )?(unrestricted|jailbroken|developer mode|dan|((different|new|other) (assistant|ai|bot|chatbot|model|persona|system)))\b/iu,
  /\b(reveal|print|repeat|show|output)\b.{0,30}\b(system prompt|hidden prompt|your (instructions|prompt))/iu,
  /\b(assistant|ai|chatbot|language model)s?\b.{0,40}\b(must|should|shall|has to|needs to)\b.{0,20}\b(tell|say|reply|respond|answer|approve|send|write)\b/iu,
  /<\|[a-z_]+\|>|\[\/?INST\]|<<SYS>>|^\s*(system|assistant)\s*:\s*(you|ignore|disregard|forget|always|never|do not|from now|new|please|override)\b/imu,
  /\b(do not|don't|never) (tell|inform|mention|show)\b.{0,30}\b(the )?(user|customer|anyone)\b.{0,40}\b(instructions?|prompt|this (text|note|message|section|line))\b/iu,
];

/** True when a passage reads like an instruction to the assistant. */
export function isInstruction(text: string): boolean {
  const normal = text.normalize('NFKC').replace(/[\u200B-\u200F\u2060\uFEFF]/gu, '');
  return instructionPatterns.some((pattern) => pattern.test(normal));
}
