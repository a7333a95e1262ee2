import { Chat, type ChatProps } from './chat.tsx';
import { SetUp } from './set-up.tsx';

export function App({ store, idle, sentinel, texts }: ChatProps) {
  const keyState = store.keyState.value;
  if (keyState === 'held') return <Chat store={store} idle={idle} sentinel={sentinel} texts={texts} />;
  return <SetUp isRefused={keyState === 'refused'} onKey={(key) => void store.useKey(key)} texts={texts.setUp} />;
}
