import { z } from 'zod';

/** Lawful bases of processing, GDPR Art. 6(1)(a)–(f). */
export const lawfulBasis = z.enum([
  'consent',
  'contract',
  'legal-obligation',
  'vital-interests',
  'public-task',
  'legitimate-interests',
]);
