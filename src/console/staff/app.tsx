import { useEffect, useState } from 'preact/hooks';
import { Desk } from './desk.tsx';
import { wordsFor, wordsForError } from './problem-words.ts';
import { SignIn } from './sign-in.tsx';
import type { Provider, Session, StaffApi } from './staff-api.ts';

interface AppProps {
  readonly api: StaffApi;
  /** Code a sign-in at the provider came back with. */
  readonly problem: string | null;
}

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'signed-out'; readonly provider: Provider | null; readonly problem: string | null }
  | { readonly kind: 'signed-in'; readonly session: Session };

/** Signs people in, and shows those who are what waits for them. */
export function App({ api, problem }: AppProps) {
  const [state, setState] = useState<State>({ kind: 'loading' });

  async function show(words: string | null): Promise<void> {
    try {
      const session = await api.session();
      if (session !== null) return setState({ kind: 'signed-in', session });
      setState({ kind: 'signed-out', provider: await api.provider(), problem: words });
    } catch (error) {
      setState({ kind: 'signed-out', provider: null, problem: wordsForError(error) });
    }
  }
  // oxlint-disable-next-line react/exhaustive-deps -- once, when the page opens
  useEffect(() => void show(problem === null ? null : wordsFor(problem)), []);

  if (state.kind === 'loading') return <main class="staff-main" aria-busy="true" />;
  if (state.kind === 'signed-in') {
    return <Desk api={api} session={state.session} onLeave={(words) => void show(words)} />;
  }
  const { provider } = state;
  return (
    <SignIn
      api={api}
      provider={provider}
      problem={state.problem}
      onSession={(session) => setState({ kind: 'signed-in', session })}
    />
  );
}
