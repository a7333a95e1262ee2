import { createHash } from 'node:crypto';
import { arch, cpus, platform, totalmem } from 'node:os';

/**
 * SHA-256 over what decides how a model runs here: platform, processor, cores and memory in GiB. The name of the machine is
 * not in it, so identical boxes share a fingerprint; other hardware needs another examination.
 */
export function machineFingerprint(): string {
  const processors = cpus();
  const facts = [platform(), arch(), processors[0]?.model ?? '', processors.length, Math.round(totalmem() / 2 ** 30)];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
