import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readAuditorKey } from '../src/compose-log-copies.ts';
import { visitAsWitness, type WitnessVisit } from '../src/compose-witness.ts';
import { readSecret } from '../src/config/read-environment.ts';
import type { createCommand } from './command.ts';

interface WitnessOptions {
  readonly from: string;
  readonly state: string;
  readonly key?: string;
  readonly as?: string;
}

export function describeWitness(
  own: Command,
  { progress, print, environment }: Pick<ReturnType<typeof createCommand>, 'progress' | 'print' | 'environment'>,
): void {
  async function witness({ from, state, key, as = `${state}.key` }: WitnessOptions): Promise<void> {
    progress.report('looking at the log');
    const apiKey = readSecret('CONFIDANT_SECRET_WITNESS_KEY') ?? readAuditorKey(environment().data);
    const vkey = key === undefined ? {} : { vkey: readFileSync(key, 'utf8').trim() };
    const visit = await visitAsWitness({ from, state, as, apiKey, ...vkey });
    print(visit, toLines(visit));
    if (visit.kind !== 'cosigned') process.exitCode = 1;
  }
  own
    .description(
      'look once at the log of an appliance, and cosign its newest checkpoint where it goes with what is held',
    )
    .requiredOption('--from <address>', 'the appliance that is watched')
    .requiredOption('--state <file>', 'what is held from one look to the next; made at the first')
    .option('--key <file>', 'its verifier key, from other hands; without it the first look is taken on trust')
    .option(
      '--as <file>',
      'the own key of this witness, made at the first look; by default the state with .key after it',
    )
    .action(witness);
}

function toLines(visit: WitnessVisit): readonly string[] {
  switch (visit.kind) {
    case 'cosigned':
      return [`The log has grown from what is held: ${visit.size} entries cosigned`];
    case 'not-listed':
      return [
        'The log goes with what is held, and the appliance does not take cosignatures of this witness yet',
        `List it under "witnesses" in its confidant.yaml: ${visit.witness}`,
      ];
    case 'alarm':
      return [
        `ALARM ${visit.alarm.code}: the log does not go with what is held, and nothing was cosigned`,
        `held  ${JSON.stringify(visit.alarm.held)}`,
        `shown ${JSON.stringify(visit.alarm.shown)}`,
        'Keep the state file as it is, tell whoever answers for the log, and compare with what others hold',
      ];
  }
}
