import { LateEngine } from '../../src/models/late-engine.ts';
import { ModelError } from '../../src/models/model-error.ts';

/** Puts an engine behind the facade of one whose files are good at the second look. */
export async function comeLate<Engine extends { close(): Promise<void> }>(
  engine: Engine,
  createFacade: (current: () => Engine | undefined) => Engine,
): Promise<Engine> {
  let looks = 0;
  const late = new LateEngine<{ readonly isWhole: true }, Engine>({
    findFiles: async () => {
      looks += 1;
      if (looks === 1) throw new ModelError('model-missing', 'The weights are not here');
      return { isWhole: true };
    },
    start: async () => engine,
    onOpened: () => undefined,
    onProblem: () => undefined,
  });
  const facade = createFacade(() => late.current);
  await late.open();
  await late.open();
  return facade;
}
