import { type BreakerState, Guard, type GuardPorts, type GuardSpec } from './guard.ts';

/** Everything the appliance leans on, each behind its own guard. */
export interface Guards {
  /** Puts a guard before a dependency; one of the same name is replaced. */
  before(dependency: string, spec: GuardSpec, judge: GuardPorts['judge']): Guard;
  /** How each dependency stands, by name. */
  states(): ReadonlyMap<string, BreakerState>;
}

export interface GuardsPorts {
  nowMs(): number;
  onChange(change: { readonly dependency: string; readonly state: BreakerState }): void;
}

export function createGuards({ nowMs, onChange }: GuardsPorts): Guards {
  const guards = new Map<string, Guard>();
  return {
    before: (dependency, spec, judge) => {
      const guard = new Guard(dependency, spec, { judge, nowMs, onChange: (state) => onChange({ dependency, state }) });
      guards.set(dependency, guard);
      return guard;
    },
    states: () => new Map([...guards].map(([name, { state }]) => [name, state])),
  };
}
