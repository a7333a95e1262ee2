/** How far above the end somebody may have scrolled and still be following, as a share of the window. */
const nearEnd = 0.5;

/** Keeps the newest words in sight. A reader who scrolled back is left alone, unless the customer just did something. */
export function followEnd(isOwnAct: boolean): void {
  const page = document.documentElement;
  const below = page.scrollHeight - window.scrollY - window.innerHeight;
  if (below <= 0 || (!isOwnAct && below > window.innerHeight * nearEnd)) return;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  window.scrollTo({ top: page.scrollHeight, behavior: isCalm ? 'instant' : 'smooth' });
}
