import { useEffect, useState } from 'preact/hooks';
import { Alerts } from './alerts.tsx';
import { Moment } from './moment.tsx';
import { Packet } from './packet.tsx';
import { wordsForError } from './problem-words.ts';
import { type Handover, type Session, type StaffApi, StaffProblem, type Waiting } from './staff-api.ts';

interface DeskProps {
  readonly api: StaffApi;
  readonly session: Session;
  /** Called once nobody is signed in any more, with words where that was not asked for. */
  readonly onLeave: (words: string | null) => void;
}

const REFRESH_MS = 10_000;
/** Auditors read the log; no handover is there for them. */
const worksOnHandovers = (role: string): boolean => role !== 'auditor';

/** Who waits for a person, and what the assistant hands over of one of them. */
export function Desk({ api, session, onLeave }: DeskProps) {
  const [waiting, setWaiting] = useState<readonly Waiting[] | null>(null);
  const [open, setOpen] = useState<Handover | null>(null);
  const [told, setTold] = useState<string | null>(null);
  /** Of the last look at who waits: it must not take away what was said of a person's own act. */
  const [unread, setUnread] = useState<string | null>(null);

  async function attempt(work: () => Promise<void>, say = setTold): Promise<void> {
    try {
      await work();
      say(null);
    } catch (error) {
      const isOut = error instanceof StaffProblem && error.code === 'unauthorized';
      if (isOut) onLeave(wordsForError(error));
      else say(wordsForError(error));
    }
  }
  const refresh = (): Promise<void> => attempt(async () => setWaiting(await api.waiting()), setUnread);
  const leave = (): Promise<void> =>
    attempt(async () => {
      await api.signOut();
      onLeave(null);
    });
  useEffect(() => {
    if (!worksOnHandovers(session.role)) return undefined;
    void refresh();
    const timer = setInterval(() => void refresh(), REFRESH_MS);
    return () => clearInterval(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- while the desk is open
  }, []);

  return (
    <div class="page">
      <header class="bar">
        <div class="staff-bar">
          <p>
            <strong>{session.name}</strong> <span class="staff-role">{session.role}</span>
          </p>
          <button class="button" type="button" onClick={() => void leave()}>
            Sign out
          </button>
        </div>
      </header>
      <main class="staff-main">
        <p role="alert" class={(told ?? unread) === null ? 'staff-quiet' : 'alert'}>
          {told ?? unread}
        </p>
        {worksOnHandovers(session.role) && <Alerts api={api} />}
        {worksOnHandovers(session.role) ? (
          <Queue
            waiting={waiting}
            onOpen={(reference) => void attempt(async () => setOpen(await api.handover(reference)))}
          />
        ) : (
          <p>Your role reads the log: see the API at /docs.</p>
        )}
        {open !== null && <Packet key={open.reference} api={api} handover={open} onLeave={onLeave} />}
      </main>
    </div>
  );
}

function Queue({ waiting, onOpen }: { readonly waiting: readonly Waiting[] | null; onOpen(reference: string): void }) {
  return (
    <section aria-labelledby="waiting" aria-busy={waiting === null}>
      <h1 id="waiting">Waiting for a person</h1>
      {waiting?.length === 0 && <p>Nobody waits.</p>}
      <ul class="staff-queue">
        {(waiting ?? []).map(({ reference, queue, priority, at, headline }) => (
          <li key={reference}>
            <button class="button staff-row" type="button" onClick={() => onOpen(reference)}>
              <span class={`staff-priority staff-${priority}`}>{priority}</span>
              <span>{headline}</span>
              <span class="staff-soft">
                {queue}, since <Moment at={at} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
