import type { StoryHandover } from './journey-client.ts';

/** Words of a packet's six parts, which may be 200 at most. */
export function packetWords({ packet }: StoryHandover): number {
  return Object.values(packet).join(' ').split(/\s+/u).length;
}
