import { z } from 'zod';

/** Kiosks never, auditors neither: they read what was done, not of whom. */
const revealerRoles = z.array(z.enum(['agent', 'reviewer', 'admin']));
/** A kind of personal data, as placeholders name it. */
const type = z.string().regex(/^[A-Z][A-Z_]{0,23}$/u, 'must be a kind as in placeholders, such as IBAN');

/** Who may see one masked value, for how long, and how often. */
export const revealSchema = z
  .strictObject({
    /** Minutes after which a page hides the value again. */
    minutes: z.number().int().min(1).max(60).default(5),
    /** Attempts of one person within an hour, granted and refused; beyond them they are stopped and an alarm is raised. */
    perHour: z.number().int().min(1).max(1_000).default(30),
    types: z.record(type, revealerRoles).default({}),
    /** For kinds that are not listed. */
    otherwise: revealerRoles.default(['admin']),
  })
  .prefault({});

export type RevealPolicy = z.infer<typeof revealSchema>;

/** True where policy lets this role see a value of this kind. */
export function mayReveal({ types, otherwise }: RevealPolicy, role: string, kind: string): boolean {
  const roles: readonly string[] = (Object.hasOwn(types, kind) ? types[kind] : undefined) ?? otherwise;
  return roles.includes(role);
}
