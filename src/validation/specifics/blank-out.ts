/** The text with places replaced by blanks, offsets kept, so that the next finder cannot claim them again. */
export function blankOut(text: string, places: readonly { readonly start: number; readonly end: number }[]): string {
  if (places.length === 0) return text;
  let blanked = '';
  let at = 0;
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    // A character that belongs to no number, word or currency keeps what stands on both sides apart.
    blanked += text.slice(at, from) + '\u0001'.repeat(end - from);
    at = end;
  }
  return blanked + text.slice(at);
}
