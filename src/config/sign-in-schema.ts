import { z } from 'zod';

const role = z.enum(['agent', 'reviewer', 'admin', 'auditor']);

/** An address on the site's own network under TLS, or this very machine: a password never crosses a wire in clear. */
const address = z
  .url({ protocol: /^https?$/ })
  .refine((text) => isProtected(new URL(text)), 'must begin with https, or be this machine (127.0.0.1, localhost)');

const origin = address.refine(
  (text) => new URL(text).origin === text,
  'must be an origin: no path, no slash at its end',
);

/** How people sign in to work. */
export const signInSchema = z
  .strictObject({
    /** What people type into their browser, where it is another address than the appliance's own: behind a proxy. */
    origin: origin.optional(),
    idleMinutes: z.number().int().min(1).max(1_440).default(30),
    absoluteHours: z.number().int().min(1).max(168).default(12),
    oidc: z
      .strictObject({
        issuer: address,
        clientId: z.string().min(1),
        /** File that holds the secret and nothing else, readable by the appliance alone. */
        clientSecretFile: z.string().min(1),
        label: z.string().min(1).max(40).default('your organisation'),
        /** Claim that holds the groups of a person; dots lead into objects. */
        roleClaim: z.string().min(1).default('groups'),
        /** Group → role here. */
        roles: z.record(z.string().min(1), role).refine((roles) => Object.keys(roles).length > 0, 'names no group'),
      })
      .optional(),
  })
  .refine((settings) => settings.oidc === undefined || settings.origin !== undefined, {
    path: ['origin'],
    message: 'is needed with "oidc": the provider sends people back to it',
  })
  .prefault({});

export type SignInSettings = z.infer<typeof signInSchema>;

function isProtected({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopback(hostname);
}

/** True for the names of this very machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
