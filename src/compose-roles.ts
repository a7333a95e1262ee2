import { type ComposerFinding, findComposer } from './compose-composer.ts';
import { findJudge } from './compose-judge.ts';
import type { Applicant } from './compose-qualification.ts';
import type { Store } from './compose-store.ts';
import type { Environment } from './config/read-environment.ts';
import type { Composer, Judge } from './pipeline/stages.ts';

interface RoleParts {
  readonly environment: Pick<Environment, 'models' | 'data'>;
  readonly store: Pick<Store, 'signingKey'>;
  readonly generator: Applicant['generator'];
  /** A text model that may speak, and one that may judge, without an examination. */
  readonly composer?: Composer;
  readonly judge?: Judge;
}

/** What the text model may do in a turn, as far as it is qualified; `choose` looks again, at a model that was opened late. */
export async function openRoles(parts: RoleParts) {
  let chosen = await chooseRoles(parts);
  return {
    finding: (): ComposerFinding => chosen.composer,
    choose: async function chooseAgain(): Promise<void> {
      chosen = await chooseRoles(parts);
    },
    roles: { composer: () => chosen.composer.composer, judge: () => chosen.judge },
  };
}

async function chooseRoles({ environment, store, generator: configured, ...forced }: RoleParts) {
  const generator = configured?.isReady() === true ? configured : null;
  const { models, data } = environment;
  const applicant: Applicant = { generator, models, data, signingKey: store.signingKey };
  const composer: ComposerFinding = forced.composer
    ? { composer: { generator: generator ?? forced.composer.generator } }
    : await findComposer(applicant);
  const judge = forced.judge ?? (await findJudge(applicant));
  return { composer, judge };
}
