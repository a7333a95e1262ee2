import { examineComposer } from './compose-composer.ts';
import { openGenerator } from './compose-engines.ts';
import { examineJudge } from './compose-judge.ts';
import { noteCommand } from './compose-note-command.ts';
import { type ExamineRole, keepResult } from './compose-qualification.ts';
import { readLogKey } from './compose-store.ts';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { ModelError } from './models/model-error.ts';
import { createModelStore } from './models/model-store.ts';
import type { ExaminationResult } from './models/qualification.ts';
import type { QualificationRole } from './models/registry.ts';

/** How a model did in one role. */
export interface RoleResult extends ExaminationResult {
  readonly model: string;
  readonly role: QualificationRole;
}

export interface QualifyOptions {
  /** Absent: the configured one. */
  readonly model: string | undefined;
  readonly roles: readonly QualificationRole[];
  readonly onProgress: (role: QualificationRole, done: number, of: number) => void;
}

const examiners: Readonly<Record<QualificationRole, ExamineRole>> = { compose: examineComposer, judge: examineJudge };

/** An examined model may be slow: it is a finding, not a fault. */
const EXAMINATION_DEADLINE_MS = 120_000;

/** Examines the configured model, or another one of the catalogue, outside a running appliance, role after role. */
export async function qualifyFromCommand(
  environment: Environment,
  { model: wanted, roles, onProgress }: QualifyOptions,
): Promise<readonly RoleResult[]> {
  const config = readConfig(environment.config);
  const store = await createModelStore({ directory: environment.models, offline: true });
  const model = wanted ?? config.text.model;
  const generator = await openGenerator({
    models: store,
    data: environment.data,
    config: { ...config, text: { ...config.text, model, sequences: 1, deadlineMs: EXAMINATION_DEADLINE_MS } },
  });
  if (generator === null) throw new ModelError('model-missing', 'No text model is configured');
  try {
    const { models, data } = environment;
    const signingKey = readLogKey(data);
    const results: RoleResult[] = [];
    for (const role of roles) {
      const tell = (done: number, of: number): void => onProgress(role, done, of);
      const examined = await examiners[role]({ generator, models, onProgress: tell });
      await keepResult(role, examined, { generator, data, signingKey, now: new Date() });
      noteCommand(data, 'model-examined', `${model} ${role} ${examined.result.passed ? 'passed' : 'failed'}`);
      results.push({ ...examined.result, model, role });
    }
    return results;
  } finally {
    await generator.close();
  }
}
