import { expect } from 'vitest';
import { createLeakCheck } from '../../src/redaction/leak-check.ts';

/** What is read of a handover; the client's own shape has it all. */
interface ReadHandover {
  readonly headline: string;
  readonly rationale: string;
  readonly packet: Readonly<Record<string, string>>;
}

const findLeaks = createLeakCheck({ defaultCountry: 'US', ours: ['0800 555 0100'] });

/** Words of a packet's six parts, which may be 200 at most. */
export function packetWords({ packet }: Pick<ReadHandover, 'packet'>): number {
  return Object.values(packet).join(' ').split(/\s+/u).length;
}

/**
 * Holds a handover against what a person needs who never saw the product: six parts that say something, read in twenty
 * seconds, with nothing personal and nothing a template left open.
 *
 * @param secrets what the customer wrote of themselves, which may stand nowhere
 */
export function expectReadablePacket(handover: ReadHandover, secrets: readonly string[] = []): void {
  const { headline, packet, rationale } = handover;
  expect(Object.keys(packet)).toEqual(['customer', 'issue', 'tried', 'knowledge', 'next', 'tone']);
  for (const part of Object.values(packet)) expect(part).toMatch(/[\p{L}\p{N}]/u);
  expect(packetWords(handover)).toBeLessThanOrEqual(200);
  expect(headline.split(/\s+/u).length).toBeLessThanOrEqual(25);
  expect(headline).toMatch(/^\S.*: .* Mood: \S+\.$/u);
  const whole = [headline, rationale, ...Object.values(packet)].join('\n');
  expect(whole).not.toMatch(/undefined|null|NaN|\[object|\$\{|\{\{|\{[a-z]+\}|%[sd]\b/u);
  expect(Math.max(...whole.split(/\s+/u).map((word) => word.length))).toBeLessThanOrEqual(120);
  for (const secret of secrets) expect(whole).not.toContain(secret);
  // Placeholders are how personal data stands in a packet.
  expect(findLeaks(whole.replaceAll(/\[[A-Z_]+_\d+\]/gu, ' '), { known: [], allowed: [] }).leaks).toEqual([]);
}
