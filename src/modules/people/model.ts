import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import type { UnverifiedMail } from '../../policy/mail-trust.ts';
import type {
  CustomerReason,
  Standing,
  StandingEntry,
  StandingEntryState,
  Suspension,
} from '../../policy/standing.ts';
import type { UndeliveredReason } from '../../policy/undelivered.ts';

export const agentRoles = ['agent', 'supervisor', 'billing', 'administrator'] as const;
export type AgentRole = (typeof agentRoles)[number];
export const customerRoles = ['customer', 'customer_administrator'] as const;
export type CustomerRole = (typeof customerRoles)[number];

/** Who acts, when, and from where: what every use case is handed and the audit keeps. */
export interface Acting {
  readonly actor: Actor;
  readonly at: Instant;
  readonly ipAddress: string | null;
}

/** The same, with the device: what the person concerned is told of it. */
export interface ActingFromDevice extends Acting {
  readonly userAgent: string | null;
}

/** Who is asking: read fresh for every request, so that a disabled person is out at the next one. */
export interface Principal {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly timeZone: string;
  /** A contact has one customer role; an agent has one role or more. Never empty. */
  readonly roles: readonly (AgentRole | CustomerRole)[];
  /** The customer whose contact this is; null for agents. */
  readonly organizationId: number | null;
  /** II: a contact that may ask, not only look. */
  readonly authorised: boolean;
  readonly demo: boolean;
  /** Somebody who must have a second factor has none, and does nothing else first. Never of an API key. */
  readonly factorOwed: boolean;
  readonly via:
    | {
        readonly kind: 'session';
        readonly sessionId: number;
        /** When the person showed who it is. */
        readonly openedAt: Instant;
        readonly endsAt: Instant;
      }
    | {
        readonly kind: 'apiKey';
        readonly apiKeyId: number;
        readonly scopes: readonly ApiKeyScope[];
      };
}

/** By what somebody came in, before the second factor. */
export type FirstFactor = 'password' | 'link' | 'invitation';

export type FactorKind = 'app' | 'passkey';

/** What a person has beside the first factor. */
export interface Factors {
  /** A secret for an app was made, whether or not it ever showed a code. */
  readonly appOffered: boolean;
  /** Since when codes of it are asked for. */
  readonly appSince: Instant | null;
  readonly passkeys: number;
  readonly recoveryCodesLeft: number;
}

export interface Passkey {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
}

export const apiKeyScopes = ['read', 'write'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

export interface Person {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly disabled: boolean;
  readonly contact: {
    readonly organizationId: number;
    readonly role: CustomerRole;
    readonly authorisedAt: Instant | null;
  } | null;
  readonly roles: readonly AgentRole[];
}

/** A person, found by an address from which it may write. */
export interface Correspondent extends Person {
  /** Mail to that address did not arrive, last we heard. */
  readonly mailCameBack: boolean;
  /** What the person's customer wants done with mail that nothing proves; null: as the firm says. */
  readonly unverifiedMail: Organization['unverifiedMail'];
}

export interface PersonName {
  readonly personId: number;
  readonly name: string;
}

export interface Contract {
  readonly id: number;
  readonly reference: string;
  /** Days of the customer's own calendar, `2026-03-01`; both belong to the contract. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly active: boolean;
}

export interface OrganizationSummary {
  readonly id: number;
  readonly name: string;
  readonly taxId: string | null;
  readonly standing: Standing;
  readonly contractActive: boolean;
  readonly demo: boolean;
}

export interface Organization extends OrganizationSummary {
  readonly language: Language;
  readonly timeZone: string;
  /** II: since when without a break; null: nothing was recorded by then. */
  readonly standingSince: Instant | null;
  /** II: until when, as far as is recorded; null: open. */
  readonly standingUntil: Instant | null;
  /** II: what the customer is told of a suspension. What the firm alone knows stands in its history. */
  readonly standingReason: CustomerReason;
  /** II: what is done with mail of its addresses that nothing proves; null: as the firm decides. */
  readonly unverifiedMail: UnverifiedMail | null;
  /** Newest first. */
  readonly contracts: readonly Contract[];
}

/** II: an entry of the history, with what the customer is told of it. */
export interface StandingRecord extends StandingEntry {
  readonly customerReason: CustomerReason;
}

/** II: the same for who works at the firm. */
export interface StandingHistoryEntry extends StandingRecord {
  readonly state: StandingEntryState;
  /** Never leaves the firm. */
  readonly reason: string;
  /** Null: by the desk itself, or before it was kept. */
  readonly setBy: PersonName | null;
}

/** II, III: what admission asks about a customer and a person, in the words of policy/admission. */
export interface CustomerFacts {
  readonly standing: Standing;
  readonly standingSince: Instant | null;
  readonly suspension: Suspension | null;
  readonly contract: 'active' | 'upcoming' | 'ended' | 'none';
  readonly contact: 'authorised' | 'unauthorised' | 'revoked' | 'none';
  readonly contractActive: boolean;
  readonly contactAuthorised: boolean;
  readonly personDisabled: boolean;
}

export type InvitationState = 'none' | 'sent' | 'accepted' | 'expired';

export interface Contact {
  readonly personId: number;
  readonly organizationId: number;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  /** III: every address from which this person may write, the own e-mail first. */
  readonly addresses: readonly string[];
  readonly phone: string | null;
  readonly role: CustomerRole;
  readonly authorised: boolean;
  readonly disabled: boolean;
  readonly invitation: InvitationState;
  /** Asked for a second factor at sign-in. */
  readonly secondFactor: boolean;
  /** Addresses that mail does not reach, to which nothing more is sent. */
  readonly undeliverable: readonly UndeliverableAddress[];
}

export interface UndeliverableAddress {
  readonly address: string;
  readonly since: Instant;
  readonly reason: UndeliveredReason;
  /** RFC 3463, as the other server gave it. */
  readonly status: string | null;
}

export interface ContactMatch {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly organization: { readonly id: number; readonly name: string };
  readonly authorised: boolean;
}

export interface Agent {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly AgentRole[];
  readonly teams: readonly { readonly id: number; readonly name: string }[];
  readonly signature: string;
  readonly disabled: boolean;
  readonly invitation: InvitationState;
  /** Asked for a second factor at sign-in. */
  readonly secondFactor: boolean;
}

export interface Team {
  readonly id: number;
  readonly name: string;
  readonly professionalServices: boolean;
  readonly members: readonly PersonName[];
}

export interface Session {
  readonly id: number;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
}

export interface ApiKey {
  readonly id: number;
  readonly name: string;
  /** Its first characters, to tell keys apart. */
  readonly start: string;
  readonly person: PersonName;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  readonly createdAt: Instant;
}

export interface AuditEntry {
  readonly id: number;
  readonly at: Instant;
  readonly actor: PersonName | null;
  readonly action: string;
  /** What it was done to: `organization:3`, `person:12`. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly ipAddress: string | null;
}

/** A session as its owner gets it: the token is told once and kept nowhere. */
export interface OpenedSession {
  readonly token: string;
  readonly personId: number;
  readonly expiresAt: Instant;
}
