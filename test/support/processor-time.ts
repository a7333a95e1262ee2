/**
 * Milliseconds of processor time that a work takes, so that whatever else the machine does decides nothing. What seems
 * slow is given two more chances, for compilation and collections.
 *
 * @param enough a time that needs no second chance
 */
export function leastProcessorMs(work: () => void, enough = 0): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && least > enough; run += 1) {
    const before = process.cpuUsage();
    work();
    least = Math.min(least, msSince(before));
  }
  return least;
}

/** The same of a work that answers later. */
export async function leastProcessorMsOf(work: () => Promise<unknown>, enough = 0): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && least > enough; run += 1) {
    const before = process.cpuUsage();
    await work();
    least = Math.min(least, msSince(before));
  }
  return least;
}

function msSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
