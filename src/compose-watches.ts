import { type DiskState, watchDisk } from './adapters/resilience/watch-disk.ts';
import { type LoopState, watchLoop } from './adapters/resilience/watch-loop.ts';
import type { Config } from './config/read-config.ts';
import { type Admission, type AdmissionPorts, createAdmission } from './pipeline/admission.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import type { Events } from './telemetry/events.ts';

/** What is watched beside the turns. */
export interface ApplianceWatches extends Pick<AdmissionPorts, 'refusalOf'> {
  disk(): DiskState;
  loop(): LoopState;
  close(): void;
}

const MB = 1_048_576;
/** The disk is looked at every second; somebody has to make room first. */
const RETRY_AFTER_SECONDS = 10;

/**
 * Watches the disk of the data folder and the event loop. While the disk is low no conversation is begun, and those that
 * run are handed over: their last words are what the rest of the space is for. While it is full they are refused too: what
 * is left then is for what people answer, what customers withdraw, and the stop switch.
 */
export async function openWatches(
  data: string,
  { lowMb, fullMb }: Config['disk'],
  events: Pick<Events, 'watchChanged'>,
): Promise<ApplianceWatches> {
  const loop = watchLoop((state) => events.watchChanged({ watch: 'event-loop', state }));
  const disk = await watchDisk({
    path: data,
    lowBytes: lowMb * MB,
    fullBytes: fullMb * MB,
    onChange: (state) => events.watchChanged({ watch: 'disk', state }),
  });
  return {
    disk: disk.state,
    loop: loop.state,
    refusalOf: (rank) => {
      const state = disk.state();
      // Single stages store nothing.
      if (state === 'ready' || rank === 'beside' || (state === 'low' && rank !== 'new')) return null;
      return new ApplianceError(
        'store-full',
        'The disk of the appliance is nearly full; nothing of this call was done',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    },
    close: () => {
      disk.close();
      loop.close();
    },
  };
}

/** The door to everything that costs time, with as many places as the configuration says. */
export function openDoor(
  { turnsAtOnce, turnsWaiting, waitMs }: Config['limits'],
  { refusalOf }: ApplianceWatches,
  { workShed }: Pick<Events, 'workShed'>,
): Admission {
  return createAdmission({ atOnce: turnsAtOnce, waiting: turnsWaiting, waitMs }, { onShed: workShed, refusalOf });
}
