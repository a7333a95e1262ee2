import type { KioskErrorCode } from './kiosk-error.ts';

/** Every word of the page. Another language is one more object of this shape in {@link languages}. */
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

const english: Texts = {
  language: 'en',
  locale: 'en-GB',
  title: 'How can we help?',
  skipToMessage: 'Skip to your message',
  header: {
    name: 'Confidant',
    role: 'AI assistant',
    startOver: 'Start over',
    person: 'Talk to a person',
    personAsked: 'Person asked for',
  },
  welcome: {
    heading: 'How can we help?',
    lead: 'Ask in your own words. Every answer comes from our own documents, and you can talk to a person at any time.',
    suggestionsLabel: 'Common questions',
    suggestions: [
      'I have lost my card',
      'I do not recognise a payment',
      'How long does a transfer take?',
      'What does an account cost?',
    ],
    opening: 'One moment …',
  },
  about: { label: 'Before you start', assistant: 'Who answers', data: 'Your data' },
  thread: {
    label: 'Conversation',
    you: 'You',
    assistant: 'Assistant',
    person: 'Our colleague',
    forPerson: 'A person will read this',
    sendAgain: 'Send again',
    change: 'Change it',
    notes: {
      'person-joined': 'A person has joined and answers you from here on',
      'assistant-back': 'The assistant answers you again',
      closed: 'This conversation has ended. Start over to ask something else',
    },
  },
  stages: {
    '': 'Reading your question',
    redact: 'Keeping your details private',
    triage: 'Understanding your question',
    decideBefore: 'Understanding your question',
    judge: 'Understanding your question',
    act: 'Looking into our systems',
    retrieve: 'Looking in our documents',
    draft: 'Preparing an answer',
    validate: 'Checking the answer',
    decideAfter: 'Checking the answer',
    seal: 'Writing it on the record',
  },
  sources: {
    button: (count) => (count === 1 ? '1 source' : `${count} sources`),
    label: 'Where this answer comes from',
    updated: (date) => `Updated ${date}`,
  },
  receipt: {
    button: (index) => `Record no. ${index}`,
    label: 'Receipt for this answer',
    entry: 'Entry',
    leaf: 'Fingerprint (SHA-256)',
    proves:
      'This answer was written down before you saw it, in a record that can only grow. Whoever changes or removes the entry later changes its fingerprint, and any auditor can see it. Note both lines if you want to come back to this answer.',
    provesNot: 'It shows nothing you wrote. It proves what was answered, not that the answer was right.',
  },
  log: {
    label: 'About our record',
    found:
      'This screen keeps an eye on our record of answers, and found something it cannot explain. You can go on. Please tell a member of staff; what was found is saved on this device.',
    save: 'Save what was found',
  },
  confirm: {
    label: 'Your decision',
    code: 'Code of six digits',
    yes: 'Yes, do it',
    sendCode: 'Continue',
    no: 'No, cancel',
  },
  feedback: {
    question: 'Did this help?',
    yes: 'Yes',
    no: 'No',
    thanks: 'Thank you for telling us.',
    sorry: 'Thank you for telling us. A person can take it from here:',
  },
  handover: {
    heading: 'A person will take over',
    reference: 'Your reference',
    queue: 'Team',
    position: 'Your place',
    place: (position) => (position === 1 ? 'You are next' : `Number ${position}`),
    queues: {
      cards: 'Cards',
      payments: 'Payments',
      billing: 'Billing',
      accounts: 'Accounts',
      general: 'Customer care',
    },
    nextHeading: 'What happens next',
    next: [
      'A colleague reads this conversation, so you need not explain it again.',
      'They answer you here. Please stay at this screen if you can.',
      'You may add details below at any time; a person will read them.',
      'If you have to leave, note the reference: with it our staff can find your request.',
    ],
  },
  composer: {
    label: 'Your message',
    placeholder: 'Type your question',
    placeholderForPerson: 'Add details',
    send: 'Send',
    closed: 'This conversation has ended.',
  },
  errors: {
    'key-refused': 'This device is not set up yet.',
    'conversation-ended': 'This conversation has ended. Please start over, then ask again.',
    'not-accepted': 'We could not read this message. Please make it shorter or simpler and send it again.',
    busy: 'We are very busy right now. Please wait a moment, then send it again.',
    busyFor: (seconds) => `We are very busy right now. Please send it again in ${seconds} seconds.`,
    'appliance-fault': 'Something went wrong on our side, not yours. Please send it again, or talk to a person.',
    unreachable: 'Your message did not reach us: the connection is down. Please send it again in a moment.',
    'unreadable-answer': 'Something went wrong on our side, not yours. Please send it again, or talk to a person.',
    opening: 'We cannot start a conversation right now. This page keeps trying; you need not do anything.',
    handover: 'We could not reach a person just now. Please try again in a moment.',
    confirming: 'Your answer did not reach us. Please press the button again in a moment.',
    tryAgain: 'Try again',
  },
  idle: {
    heading: 'Are you still there?',
    text: 'To protect your privacy, this conversation is about to be cleared from the screen.',
    left: (seconds) => (seconds === 1 ? '1 second left' : `${seconds} seconds left`),
    reference: (reference) => `Your request to a person stays open. Its reference is ${reference}.`,
    stay: 'I am still here',
    startOver: 'Clear it now',
  },
  setUp: {
    heading: 'Set up this device',
    lead: 'A member of staff does this once. Customers do not see this screen.',
    label: 'Kiosk key',
    hint: 'It was shown when the appliance started, and stays on this device until its browser is closed.',
    refused: 'This key was not accepted. Please check it and enter it again.',
    start: 'Start',
  },
};

const languages: Readonly<Record<string, Texts>> = { en: english };

/** The first language of the device this page has words in, else English. */
export function textsFor(wanted: readonly string[]): Texts {
  for (const tag of wanted) {
    const texts = languages[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (texts !== undefined) return tag.includes('-') ? { ...texts, locale: tag } : texts;
  }
  return english;
}
