import type { Caller } from '../../src/identity/roles.ts';
import type { Call } from '../../src/pipeline/appliance.ts';
import type { ConsentView, PurposeView } from '../../src/pipeline/remembering/consent-views.ts';
import type { ConsentInput } from '../../src/pipeline/remembering/give-consent.ts';
import type { FactView, MemoryDesk } from '../../src/pipeline/remembering/memory-desk.ts';
import { Script } from './http-desks.ts';

const at = '2026-11-21T09:00:00.000Z';
const notice = { version: '2026-11-01', language: 'en', text: 'May we remember you?' };

/** One customer who is asked about one purpose, and of whom one thing is remembered. */
export class ScriptedMemory implements MemoryDesk {
  readonly script = new Script();

  async consent(id: string, input: ConsentInput, call: Call): Promise<ConsentView> {
    this.script.take('consent', [id, input], call);
    const receipt = { index: 41, leaf: 'bGVhZg==', checkpoint: 'log\n60\nroot\n', size: 60, hashes: ['aGFzaA=='] };
    const { purpose, granted, keepDays } = input;
    return { conversation: id, purpose, basis: 'consent', granted, notice, keepDays: keepDays ?? 365, at, receipt };
  }

  async purposes(id: string, caller: Caller): Promise<readonly PurposeView[]> {
    this.script.take('purposes', [id, caller.role], null);
    const asked = { optional: true, granted: null, keepDays: 365, at: null };
    return [{ purpose: 'remember-me', title: 'Remembering', basis: 'consent', notice, ...asked }];
  }

  async facts(id: string, call: Call): Promise<readonly FactView[]> {
    this.script.take('facts', [id], call);
    const source = { conversation: id, turn: 2 };
    return [{ id: 'm_1', kind: 'preferred-language', value: 'de', purpose: 'remember-me', source, at, expires: at }];
  }

  async forget(id: string, fact: string | null, call: Call): Promise<{ deleted: number }> {
    this.script.take('forget', [id, fact], call);
    return { deleted: 1 };
  }
}
