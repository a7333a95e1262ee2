import type { Conversation } from '../../conversation/conversation.ts';
import type { MemoryFact } from '../../conversation/memory-fact.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import type { FactPolicy } from '../../policy/purposes-schema.ts';
import { type ConsentEntry, isGranted, keptDays } from '../../privacy/consent.ts';
import type { Records } from '../records.ts';

/** A kind of fact the customer lets us remember at this moment. */
export interface GrantedKind {
  readonly policy: FactPolicy;
  /** Version of the notice the consent was given to. */
  readonly version: string;
  readonly keepDays: number;
}

/** What may be remembered of the customer of a conversation, and what is. */
export interface SubjectMemory {
  readonly granted: readonly GrantedKind[];
  readonly facts: readonly MemoryFact[];
}

const nothingRemembered: SubjectMemory = { granted: [], facts: [] };

type Whose = Pick<Conversation, 'id' | 'subject' | 'verified'>;

/**
 * What is remembered of the customer, as far as their consents reach at this moment. Nothing of somebody who has not
 * proved who they are: anybody may type another's reference at a kiosk.
 */
export async function recallFacts(
  records: Pick<Records, 'consents' | 'memory' | 'findHandover'>,
  { id, subject, verified }: Whose,
  { policy, now }: { readonly policy: PolicySnapshot; readonly now: Date },
): Promise<SubjectMemory> {
  if (!verified || !(await records.memory.isProven(id))) return nothingRemembered;
  return grantedFacts(records, { id, subject }, { policy, now });
}

/** The same, for somebody whose right to ask does not hang on who the customer proves to be: staff. */
export async function grantedFacts(
  records: Pick<Records, 'consents' | 'memory' | 'findHandover'>,
  { id, subject }: Pick<Whose, 'id' | 'subject'>,
  { policy, now }: { readonly policy: PolicySnapshot; readonly now: Date },
): Promise<SubjectMemory> {
  if (policy.files.privacy.memory.facts.length === 0) return nothingRemembered;
  const granted = grantedKinds(policy, await records.consents.current({ subject, conversation: id }));
  if (granted.length === 0) return nothingRemembered;
  const facts = (await records.memory.factsOf(subject, now)).filter((fact) =>
    granted.some(({ policy: { kind, purpose } }) => kind === fact.kind && purpose === fact.purpose),
  );
  const open = await Promise.all(facts.map((fact) => isStillSo(records, fact)));
  return { granted, facts: facts.filter((_, index) => open[index]) };
}

function grantedKinds(policy: PolicySnapshot, current: readonly ConsentEntry[]): readonly GrantedKind[] {
  const { memory, purposes } = policy.files.privacy;
  return memory.facts.flatMap((fact) => {
    const purpose = purposes.find((one) => one.id === fact.purpose);
    if (purpose === undefined || !isGranted(current, { purpose: purpose.id, version: purpose.notice.version }))
      return [];
    const entry = current.find((one) => one.purpose === purpose.id);
    const keepDays = keptDays([fact.keepDays, purpose.keepDays], entry);
    return [{ policy: fact, version: purpose.notice.version, keepDays }];
  });
}

/** A matter that people have settled is open no more, whenever its fact expires. */
async function isStillSo(records: Pick<Records, 'findHandover'>, { kind, value }: MemoryFact): Promise<boolean> {
  if (kind !== 'open-issue') return true;
  const handover = await records.findHandover(value);
  return handover !== undefined && handover.state !== 'done';
}

/** What a packet may keep. Needs are read where they are remembered, so that deleting them there deletes them. */
const worthTelling = ['preferred-language', 'open-issue'];

/** What whoever takes over should know of the customer, in two or three words each. */
export function factsForAgents(memory: SubjectMemory): readonly string[] {
  const readable = factsReadBy(memory, 'agent');
  return worthTelling.flatMap((kind) => {
    const values = readable.filter((fact) => fact.kind === kind).map(({ value }) => value);
    return values.length > 0 ? [`${kind.replaceAll('-', ' ')} ${values.at(-1)}`] : [];
  });
}

/** Facts that may change what a customer is told. */
export function factsForAssistant(memory: SubjectMemory): readonly MemoryFact[] {
  return factsReadBy(memory, 'assistant');
}

/** Facts of the kinds a reader may be told. */
export function factsReadBy({ granted, facts }: SubjectMemory, reader: string): readonly MemoryFact[] {
  const kinds = granted.filter(({ policy }) => policy.readers.some((one) => one === reader));
  return facts.filter(({ kind }) => kinds.some(({ policy }) => policy.kind === kind));
}
