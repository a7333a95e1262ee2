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
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
