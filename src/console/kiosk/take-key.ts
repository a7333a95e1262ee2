const storageName = 'confidant-kiosk-key';

interface Place {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/**
 * The key of this device: from `#key=…`, which a fragment never sends over the network, or from the session before a
 * reload. A key in the address bar is taken out of it at once, so that no customer reads it and no history keeps it.
 */
export function takeKey(place: Place): string | undefined {
  const fragment = /^#key=(.+)$/.exec(place.location.hash)?.[1];
  if (fragment === undefined) return place.sessionStorage.getItem(storageName) ?? undefined;
  place.history.replaceState(null, '', place.location.pathname + place.location.search);
  const key = decodeFragment(fragment);
  keepKey(place, key);
  return key;
}

export function keepKey(place: Pick<Place, 'sessionStorage'>, key: string): void {
  place.sessionStorage.setItem(storageName, key);
}

export function forgetKey(place: Pick<Place, 'sessionStorage'>): void {
  place.sessionStorage.removeItem(storageName);
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
