import { createLogSource } from '../../src/audit/log-source.ts';
import { createLogWatch, type KeptLog } from '../../src/audit/log-watch.ts';

export function watchAppliance(get: (path: string) => Promise<Response>, shelf: Map<string, KeptLog>) {
  const source = createLogSource(async (path) => {
    const answer = await get(path);
    return { status: answer.status, text: await answer.text() };
  });
  return createLogWatch(source, { find: () => shelf.get('log'), keep: (kept) => shelf.set('log', kept) });
}
