import type { SignInMethod, StaffRole } from './staff.ts';

/** What the log learns of sign-in; nothing somebody typed is in it. */
export type SignInEvent =
  | { readonly kind: 'signed-in'; readonly staff: string; readonly role: StaffRole; readonly method: SignInMethod }
  | { readonly kind: 'signed-out'; readonly staff: string; readonly role: StaffRole }
  | {
      readonly kind: 'sign-in-refused';
      readonly method: SignInMethod;
      readonly cause: 'unknown-name' | 'wrong-password' | 'disabled' | 'locked' | 'role-missing' | 'provider-failed';
      /** The account, where the attempt names one. */
      readonly staff?: string;
    };

/** Puts it on the record: on the disk before it returns. */
export type RecordSignIn = (event: SignInEvent) => Promise<void>;
