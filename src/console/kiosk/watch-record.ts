import type { ReadonlySignal } from '@preact/signals';
import type { ConversationView } from './conversation-view.ts';
import type { LogSentinel } from './log-sentinel.ts';

/** Has the log looked at whenever a conversation opens, and with every receipt that arrives. Stops with the returned function. */
export function watchRecord(
  view: ReadonlySignal<ConversationView>,
  sentinel: Pick<LogSentinel, 'visit' | 'see'>,
): () => void {
  let opening: ConversationView['opening'];
  const seen = new WeakSet<object>();
  return view.subscribe((now) => {
    if (now.opening !== undefined && now.opening !== opening) void sentinel.visit();
    opening = now.opening;
    for (const entry of now.entries) {
      const receipt = entry.kind === 'assistant' ? entry.turn?.receipt : undefined;
      if (receipt === undefined || seen.has(receipt)) continue;
      seen.add(receipt);
      void sentinel.see(receipt);
    }
  });
}
