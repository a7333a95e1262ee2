import {
  type Applicant,
  type Examined,
  type ExamineRole,
  findQualified,
  readExamination,
} from './compose-qualification.ts';
import { type ExaminationItem, parseExamination } from './models/examination.ts';
import { gradeAnswer } from './models/grade-answer.ts';
import { examine } from './models/qualification.ts';
import type { TextGenerator } from './models/text-generator.ts';
import type { Composer } from './pipeline/stages.ts';
import { NO_ANSWER } from './resolution/compose-prompt.ts';
import { composeReply } from './resolution/compose-reply.ts';

export type ComposerFinding = { readonly composer: Composer } | { readonly composer: null; readonly why: string };

/** Tokens of one answer under examination; as policy's default for replies. */
const EXAMINATION_TOKENS = 120;

/** Lets the text model speak only if a signed result says that it passed, this very file, on this machine. */
export async function findComposer(applicant: Applicant): Promise<ComposerFinding> {
  const finding = await findQualified('compose', applicant, parseExamination);
  if (finding.generator === null) return { composer: null, why: finding.why };
  return { composer: { generator: finding.generator } };
}

/** Lets a model word replies, with the very prompt replies are composed with. */
export const examineComposer: ExamineRole = async ({ generator, models, onProgress }): Promise<Examined> => {
  const examination = await readExamination('compose', models, parseExamination);
  const grade = async (item: ExaminationItem) =>
    gradeAnswer(item, await composeWhole(generator, item), examination.refusals);
  return { examination, result: await examine({ examination, grade, onProgress }) };
};

async function composeWhole(generator: TextGenerator, item: ExaminationItem): Promise<string> {
  const sentences: string[] = [];
  const request = { passages: item.passages, question: item.question, maxTokens: EXAMINATION_TOKENS };
  for await (const one of composeReply(generator, request))
    sentences.push(one.kind === 'sentence' ? one.text : NO_ANSWER);
  return sentences.join(' ');
}
