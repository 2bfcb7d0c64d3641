import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import { defineJob, type Event } from '../../platform/jobs.ts';

/** II: what admission looks at may have changed, so the customer's held requests are looked at again. */
export interface CustomerStandingChanged extends Event {
  readonly type: 'customer.standing-changed';
  readonly organizationId: number;
  /** The moment of it: what was held for it is admitted as of then, however late that is looked at. */
  readonly at: Instant;
}
export interface CustomerContractChanged extends Event {
  readonly type: 'customer.contract-changed';
  readonly organizationId: number;
}
export interface ContactChanged extends Event {
  readonly type: 'contact.changed';
  readonly organizationId: number;
}

/** The same as the event, for the day on which a contract begins. */
export const contractBegins = defineJob(
  'customer.contract-changed',
  z.object({ organizationId: z.number() }),
);

/** The same as the event, for the moment at which a suspension begins or ends by its date. */
export const standingChanges = defineJob(
  'customer.standing-changed',
  z.object({ organizationId: z.number(), at: z.number() }),
);

/** Somebody was invited: the letter carries the token that `issueInvitation` makes while it is written. */
export interface PersonInvited extends Event {
  readonly type: 'person.invited';
  readonly invitationId: number;
}

/**
 * Somebody asked for a sign-in link for an address, known here or not: the answer was the same either way. The letter
 * carries the token that `issueSignInLink` makes, for a known person.
 */
export interface SignInLinkRequested extends Event {
  readonly type: 'sign-in.link-requested';
  readonly address: string;
  /** A path of this desk to open afterwards. */
  readonly next: string;
}

/** What can change about how a person comes in. */
export type AccessChange =
  | 'password-changed'
  | 'second-factor-on'
  | 'second-factor-off'
  | 'passkey-added'
  | 'passkey-removed'
  | 'recovery-code-used'
  | 'recovery-codes-renewed';

/** The person is told, so that a change by somebody else does not stay unseen. */
export interface AccessChanged extends Event {
  readonly type: 'person.access-changed';
  readonly personId: number;
  readonly change: AccessChange;
  readonly at: Instant;
  readonly by: 'self' | 'administrator' | 'command';
  /** The name of the passkey; null where it is about none. */
  readonly passkey: string | null;
  /** From where, when the person did it; of somebody else neither is told. */
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** What an older release may have left in the queue of this. */
export interface PasswordChanged extends Event {
  readonly type: 'person.password-changed';
  readonly personId: number;
}
