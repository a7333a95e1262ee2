/** The code a failed sign-in at the provider came back with, taken out of the address so that a reload is a fresh start. */
export function takeProblem(window: {
  readonly location: Pick<Location, 'hash' | 'pathname'>;
  readonly history: Pick<History, 'replaceState'>;
}): string | null {
  const [, code = null] = /^#problem=([a-z-]{1,40})$/.exec(window.location.hash) ?? [];
  if (window.location.hash !== '') window.history.replaceState(null, '', window.location.pathname);
  return code;
}
