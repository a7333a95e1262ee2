import type { KioskErrorCode } from './kiosk-error.ts';

/** Every word of the page. Another language is one more object of this shape, named in `texts-for.ts`. */
export interface Texts {
  /** BCP 47 tag: `lang` of the page and the language a conversation opens in. */
  readonly language: string;
  /** BCP 47 tag dates are written in: the language as the device's region writes it. */
  readonly locale: string;
  readonly title: string;
  readonly skipToMessage: string;
  readonly header: {
    readonly name: string;
    readonly role: string;
    readonly startOver: string;
    readonly person: string;
    readonly personAsked: string;
  };
  readonly welcome: {
    readonly heading: string;
    readonly lead: string;
    readonly suggestionsLabel: string;
    readonly suggestions: readonly string[];
    readonly opening: string;
  };
  readonly about: { readonly label: string; readonly assistant: string; readonly data: string };
  readonly thread: {
    readonly label: string;
    readonly you: string;
    readonly assistant: string;
    readonly person: string;
    readonly forPerson: string;
    readonly sendAgain: string;
    readonly change: string;
    readonly notes: Readonly<Record<'person-joined' | 'assistant-back' | 'closed', string>>;
  };
  /** By name of the stage; `''` before the first one and for any other. */
  readonly stages: Readonly<Record<string, string>> & { readonly '': string };
  readonly sources: {
    readonly button: (count: number) => string;
    readonly label: string;
    readonly updated: (date: string) => string;
  };
  readonly receipt: {
    readonly button: (index: number) => string;
    readonly label: string;
    readonly entry: string;
    readonly leaf: string;
    readonly proves: string;
    readonly provesNot: string;
  };
  /** Said where the log does not go with what this device remembers of it. */
  readonly log: { readonly label: string; readonly found: string; readonly save: string };
  readonly confirm: {
    readonly label: string;
    readonly code: string;
    readonly yes: string;
    readonly sendCode: string;
    readonly no: string;
  };
  /** What is done with data only after a yes, and what is remembered. */
  readonly choices: {
    readonly button: string;
    readonly invitation: string;
    readonly heading: string;
    readonly lead: string;
    readonly agree: string;
    readonly disagree: string;
    /** Where a purpose stands; the date is written out. */
    readonly open: string;
    readonly agreed: (date: string) => string;
    readonly disagreed: (date: string) => string;
    readonly kept: (days: number) => string;
    readonly factsHeading: string;
    readonly factsCount: (count: number) => string;
    /** By kind of fact; any other is shown as it is named. */
    readonly facts: Readonly<Record<string, (value: string) => string>>;
    readonly factUntil: (date: string) => string;
    readonly forget: string;
    readonly forgetAll: string;
    readonly failed: string;
    readonly done: string;
  };
  readonly feedback: {
    readonly question: string;
    readonly yes: string;
    readonly no: string;
    readonly thanks: string;
    readonly sorry: string;
  };
  readonly handover: {
    readonly heading: string;
    readonly reference: string;
    readonly queue: string;
    readonly position: string;
    readonly place: (position: number) => string;
    /** By name of the queue; any other is shown as it is named. */
    readonly queues: Readonly<Record<string, string>>;
    readonly nextHeading: string;
    readonly next: readonly string[];
  };
  readonly composer: {
    readonly label: string;
    readonly placeholder: string;
    readonly placeholderForPerson: string;
    readonly send: string;
    readonly closed: string;
  };
  readonly errors: Readonly<Record<KioskErrorCode, string>> & {
    readonly busyFor: (seconds: number) => string;
    readonly opening: string;
    readonly handover: string;
    readonly confirming: string;
    readonly tryAgain: string;
  };
  readonly idle: {
    readonly heading: string;
    readonly text: string;
    readonly left: (seconds: number) => string;
    readonly reference: (reference: string) => string;
    readonly stay: string;
    readonly startOver: string;
  };
  readonly setUp: {
    readonly heading: string;
    readonly lead: string;
    readonly label: string;
    readonly hint: string;
    readonly refused: string;
    readonly start: string;
  };
}
