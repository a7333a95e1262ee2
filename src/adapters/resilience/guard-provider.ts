import { IdentityError } from '../../identity/identity-error.ts';
import type { IdentityProvider } from '../../identity/identity-provider.ts';
import type { Guard } from './guard.ts';

/**
 * A sign-in provider that is left alone while it fails: people are sent to their password at once. Only `begin` tells how
 * it is: a `complete` that one person got wrong looks like one the provider got wrong.
 */
export function guardProvider(provider: IdentityProvider, guard: Guard): IdentityProvider {
  return {
    label: provider.label,
    begin: () => coded(() => guard.run(() => provider.begin(), { isRepeatable: true })),
    complete: (returned, flow) => provider.complete(returned, flow),
  };
}

async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IdentityError) throw error;
    throw new IdentityError('provider-failed', 'Cannot sign in: the sign-in provider does not answer', {
      cause: error,
    });
  }
}
