import type { TargetedSubmitEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { wordsForError } from './problem-words.ts';
import type { Provider, Session, StaffApi } from './staff-api.ts';

interface SignInProps {
  readonly api: StaffApi;
  readonly provider: Provider | null;
  readonly problem: string | null;
  readonly onSession: (session: Session) => void;
}

/** Name and password, or the site's own provider. */
export function SignIn({ api, provider, problem, onSession }: SignInProps) {
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState(problem);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    try {
      onSession(await api.signIn(name.current?.value ?? '', password.current?.value ?? ''));
    } catch (error) {
      setTold(wordsForError(error));
      setBusy(false);
      if (password.current) password.current.value = '';
      password.current?.focus();
    }
  }

  function onSubmit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!isBusy) void submit();
  }

  return (
    <main class="staff-main staff-sign-in">
      <form class="staff-card" onSubmit={onSubmit} aria-labelledby="heading">
        <h1 id="heading">Sign in</h1>
        <p role="alert" class={told === null ? 'staff-quiet' : 'alert'}>
          {told}
        </p>
        <label class="label" for="name">
          Name
        </label>
        <input
          ref={name}
          class="field"
          id="name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <label class="label" for="password">
          Password
        </label>
        <input ref={password} class="field" id="password" type="password" autocomplete="current-password" required />
        <button class="button button-main" type="submit" aria-busy={isBusy}>
          Sign in
        </button>
        {provider !== null && (
          <a class="button" href={provider.start}>
            Sign in with {provider.label}
          </a>
        )}
      </form>
    </main>
  );
}
