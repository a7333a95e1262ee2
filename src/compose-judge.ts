import {
  type Applicant,
  type Examined,
  type ExamineRole,
  findQualified,
  readExamination,
} from './compose-qualification.ts';
import { gradeVerdict, type JudgeItem, parseJudgeExamination } from './models/judge-examination.ts';
import { examine } from './models/qualification.ts';
import type { Judge } from './pipeline/stages.ts';
import { toJudgeRequest } from './triage/judge-prompt.ts';

/** Lets the text model judge intents only if a signed result says that it passed, this very file, on this machine. */
export async function findJudge(applicant: Applicant): Promise<Judge | null> {
  const { generator } = await findQualified('judge', applicant, parseJudgeExamination);
  return generator && { generator };
}

/** Lets a model sort messages, with the very prompt it is asked with in a turn. */
export const examineJudge: ExamineRole = async ({ generator, models, onProgress }): Promise<Examined> => {
  const examination = await readExamination('judge', models, parseJudgeExamination);
  const grade = async (item: JudgeItem) =>
    gradeVerdict(item, await generator.decide(toJudgeRequest(item.message, item.candidates)));
  return { examination, result: await examine({ examination, grade, onProgress }) };
};
