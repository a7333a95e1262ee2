import type { Citation } from '../conversation/reply.ts';

/** What a check reads of a retrieved passage. */
export interface EvidencePassage extends Pick<Citation, 'title' | 'version' | 'updated'> {
  readonly id: string;
  readonly text: string;
  readonly audience: string;
  readonly suspect: boolean;
}

/** Personal data of this customer in this conversation. */
export interface OwnValue {
  readonly placeholder: string;
  /** As the customer typed it, where the caller may know it. */
  readonly value?: string;
}

/** Offsets are UTF-16 code units of the text that was searched, `end` exclusive. */
export interface FoundPersonalData {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Everything a draft is held against. */
export interface Evidence {
  readonly passages: readonly EvidencePassage[];
  readonly own: readonly OwnValue[];
  /** Personal data in a text, from `redaction/`. It throws where a recogniser is down: silence would pass for "none". */
  readonly findPersonalData: (text: string) => readonly FoundPersonalData[];
  /** What the customer asked, redacted. */
  readonly question: string;
  /** The customer's audience: `public`, `staff`, or a tier. */
  readonly audience: string;
  /** Language of the turn as an ISO 639-1 code. */
  readonly language: string;
}
