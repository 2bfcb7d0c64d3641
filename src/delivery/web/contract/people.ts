import { z } from 'zod';
import { optionalLetters } from '../../../policy/optional-letters.ts';
import { standingEntryStates, standings } from '../../../policy/standing.ts';
import {
  Address,
  ChannelKey,
  Day,
  Id,
  LanguageCode,
  Password,
  PathId,
  PersonName,
  ShortText,
  Time,
  TimeZone,
  UndeliveredKey,
} from './common.ts';
import { roles } from './route.ts';

export const RoleKey = z.enum(roles);
export const AgentRole = z.enum(['agent', 'supervisor', 'billing', 'administrator']);
export const CustomerRole = z.enum(['customer', 'customer_administrator']);
export const StandingKey = z.enum(standings);

/** T7: what one person accepted, when and by which door, the newest version first: each stays readable by its number. */
export const AcceptedTerms = z
  .object({ version: z.int(), acceptedAt: Time, channel: ChannelKey })
  .meta({ id: 'AcceptedTerms' });
export type AcceptedTerms = z.infer<typeof AcceptedTerms>;

export const Me = z
  .object({
    personId: Id,
    name: z.string(),
    email: z.string(),
    language: LanguageCode,
    timeZone: z.string(),
    roles: z.array(RoleKey),
    organization: z.object({ id: Id, name: z.string() }).nullable(),
    hasPassword: z.boolean(),
    /** How long an agent's reply can be taken back; null for contacts. */
    undoSeconds: z.int().nullable(),
    /** T7: the version in force, and whether this person has accepted it. Null for agents. */
    terms: z
      .object({
        version: z.int(),
        acceptedAt: Time.nullable(),
        accepted: z.array(AcceptedTerms),
      })
      .nullable(),
    demo: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const UpdateMe = z.strictObject({
  name: ShortText.optional(),
  language: LanguageCode.optional(),
  timeZone: TimeZone.optional(),
  /** Only agents have it. */
  undoSeconds: z.int().min(0).max(30).optional(),
});
export const ChangePassword = z.strictObject({
  /** Needed when a password is set already. */
  currentPassword: z.string().max(200).optional(),
  newPassword: Password,
});
export const Session = z
  .object({
    id: Id,
    current: z.boolean(),
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({ id: 'Session' });
export const Sessions = z.object({ items: z.array(Session) }).meta({ id: 'Sessions' });
export const SessionParams = z.object({ sessionId: PathId });

const OptionalLetterKey = z.enum(optionalLetters);
export const MyLetters = z
  .object({ items: z.array(z.object({ letter: OptionalLetterKey, wanted: z.boolean() })) })
  .meta({ id: 'MyLetters' });
export const ChooseLetters = z.strictObject({
  /** All others are wanted. */
  declined: z.array(OptionalLetterKey).max(optionalLetters.length),
});

export const SetUp = z.strictObject({
  token: z.string().min(20).max(200),
  firmName: ShortText,
  name: ShortText,
  email: Address,
  password: Password,
  language: LanguageCode.default('es'),
  timeZone: TimeZone.default('America/Caracas'),
  /** III: the first service mailbox. */
  mailboxAddress: Address.optional(),
});
export const SignInLink = z.strictObject({
  email: Address,
  /** A path of this desk to open afterwards. */
  next: z.string().max(500).optional(),
});
export const SignInToken = z.strictObject({ token: z.string().min(20).max(200) });
export const SignInPassword = z.strictObject({
  email: Address,
  password: z.string().min(1).max(200),
});
export const AcceptInvitation = z.strictObject({
  token: z.string().min(20).max(200),
  name: ShortText.optional(),
  password: Password.optional(),
});
export const SignedIn = z.object({ next: z.string() }).meta({ id: 'SignedIn' });
export const SignInStep = z
  .object({
    next: z.string(),
    /** The second factor is owed: it is sent with this within ten minutes. Null: signed in. */
    challenge: z.string().nullable(),
    /** By what it can be answered, beside a recovery code. */
    factors: z.array(z.enum(['app', 'passkey'])),
  })
  .meta({ id: 'SignInStep' });
const FactorCode = z.string().trim().min(6).max(40);
export const ChallengeAnswer = z.strictObject({
  challenge: z.string().min(20).max(200),
  code: FactorCode,
});
export const Passkey = z
  .object({ id: Id, name: z.string(), createdAt: Time, lastUsedAt: Time.nullable() })
  .meta({ id: 'Passkey' });
export type Passkey = z.infer<typeof Passkey>;
export const SecondFactor = z
  .object({
    /** Since when codes of an app are asked for; null while none are. */
    since: Time.nullable(),
    recoveryCodesLeft: z.int(),
    /** Each is a second factor, too. */
    passkeys: z.array(Passkey),
    /** Since when, or from when on, this person must have one; null: it may do without. */
    obligedFrom: Time.nullable(),
  })
  .meta({ id: 'SecondFactor' });
export const FactorRules = z
  .object({
    /** The first day, in the firm's zone, on which agents must have one; null: they may do without. */
    agentsFrom: Day.nullable(),
    /** Whether contacts that administer their company must have one. */
    customerAdministrators: z.boolean(),
    /** Of those who may come in, how many have none yet. */
    agentsWithout: z.int(),
    customerAdministratorsWithout: z.int(),
  })
  .meta({ id: 'FactorRules' });
export const SetFactorRules = z.strictObject({
  agentsFrom: Day.nullable(),
  customerAdministrators: z.boolean(),
});
const Base64Url = z
  .string()
  .regex(/^[\w-]*$/)
  .max(20_000);
/** What a browser's authenticator answered, as WebAuthn writes it in JSON; what is not of use here is not read. */
const PasskeyCredential = z.strictObject({
  id: Base64Url.min(1).max(1400),
  rawId: Base64Url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.unknown().optional(),
  response: z.strictObject({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url.optional(),
    authenticatorData: Base64Url.optional(),
    signature: Base64Url.optional(),
    userHandle: Base64Url.nullish(),
    transports: z.array(z.string().max(40)).max(10).optional(),
    publicKey: Base64Url.optional(),
    publicKeyAlgorithm: z.int().optional(),
  }),
});
/** For `navigator.credentials`, after its texts in base64url became bytes. */
export const PasskeyOptions = z
  .object({ options: z.record(z.string(), z.unknown()) })
  .meta({ id: 'PasskeyOptions' });
export const OfferPasskeySignIn = z.strictObject({
  /** Of a first factor that was proved before. */
  challenge: z.string().min(20).max(200).optional(),
});
export const SignInPasskey = z.strictObject({ credential: PasskeyCredential });
const PasskeyName = z.string().trim().min(1).max(60);
export const AddPasskey = z.strictObject({
  credential: PasskeyCredential,
  /** The device, when left out. */
  name: PasskeyName.optional(),
});
export const AddedPasskey = z
  .object({
    passkeyId: Id,
    /** Told this once, with the first factor. */
    recoveryCodes: z.array(z.string()),
  })
  .meta({ id: 'AddedPasskey' });
export const PasskeyParams = z.object({ passkeyId: PathId });
export const RenamePasskey = z.strictObject({ name: PasskeyName });
export const OfferedSecondFactor = z
  .object({ secret: z.string(), uri: z.string() })
  .meta({ id: 'OfferedSecondFactor' });
export const SecondFactorCode = z.strictObject({ code: FactorCode });
/** A code where there is an app; else whoever signed in just now needs none. */
export const RenewRecoveryCodes = z.strictObject({ code: FactorCode.optional() });
export const RecoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()) })
  .meta({ id: 'RecoveryCodes' });
export const AcceptTerms = z.strictObject({ version: z.int().positive() });

export const Firm = z
  .object({ name: z.string(), language: LanguageCode, timeZone: z.string() })
  .meta({ id: 'Firm' });
export const UpdateFirm = z.strictObject({
  name: ShortText.optional(),
  language: LanguageCode.optional(),
  timeZone: TimeZone.optional(),
});

export const Contract = z
  .object({
    id: Id,
    reference: z.string(),
    startsOn: Day,
    endsOn: Day.nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'Contract' });
export const OrganizationSummary = z
  .object({
    id: Id,
    name: z.string(),
    taxId: z.string().nullable(),
    standing: StandingKey,
    contractActive: z.boolean(),
    availableUnits: z.int(),
    heldUnits: z.int(),
    openTickets: z.int(),
    demo: z.boolean(),
  })
  .meta({ id: 'OrganizationSummary' });
export type OrganizationSummary = z.infer<typeof OrganizationSummary>;
export const Organization = OrganizationSummary.extend({
  language: LanguageCode,
  timeZone: z.string(),
  /** II: since when without a break; null: nothing was recorded by then. */
  standingSince: Time.nullable(),
  /** II: until when, as far as is planned; null: open. */
  standingUntil: Time.nullable(),
  /** II: what the customer is told of a suspension, in the reader's language where it was written in it. */
  standingReason: z.string().nullable(),
  /** II: what is done with unproven mail of its people; null: as the firm decides. */
  unverifiedMail: z.enum(['confirm', 'accept-unpublished', 'accept']).nullable(),
  contracts: z.array(Contract),
}).meta({ id: 'Organization' });
export type Organization = z.infer<typeof Organization>;
export const OrganizationParams = z.object({ organizationId: PathId });
export const CreateOrganization = z.strictObject({
  name: ShortText,
  taxId: z.string().trim().max(50).optional(),
  language: LanguageCode.default('es'),
  timeZone: TimeZone.default('America/Caracas'),
  contract: z
    .strictObject({ reference: ShortText, startsOn: Day, endsOn: Day.optional() })
    .optional(),
});
export const UpdateOrganization = z.strictObject({
  name: ShortText.optional(),
  taxId: z.string().trim().max(50).optional(),
  language: LanguageCode.optional(),
  timeZone: TimeZone.optional(),
});
const StandingReason = z.string().trim().min(3).max(500);
const ReasonForCustomer = z.string().trim().max(500);
export const SetStanding = z.strictObject({
  standing: StandingKey,
  /** For the firm alone: no customer is ever shown it. */
  reason: StandingReason,
  /** Of a suspension, what the customer is told, in either language or both. */
  customerReason: z
    .strictObject({ es: ReasonForCustomer.optional(), en: ReasonForCustomer.optional() })
    .optional(),
  /** Now, when left out; never before now. */
  from: Time.optional(),
  /** Of a suspension: then the customer is in good standing by itself. Open, when left out. */
  until: Time.optional(),
  /** The planned or running entry that this one corrects. */
  replaces: Id.optional(),
});
export const WithdrawStanding = z.strictObject({ reason: StandingReason });
export const StandingParams = OrganizationParams.extend({ entryId: PathId });
export const StandingHistoryEntry = z
  .object({
    id: Id,
    /** Null: it only takes back the entry that it replaces. */
    standing: StandingKey.nullable(),
    state: z.enum(standingEntryStates),
    from: Time,
    until: Time.nullable(),
    replaces: Id.nullable(),
    reason: z.string(),
    customerReason: z.object({ es: z.string().nullable(), en: z.string().nullable() }),
    /** Null: by the desk itself. */
    setBy: PersonName.nullable(),
    recordedAt: Time,
  })
  .meta({ id: 'StandingHistoryEntry' });
export type StandingHistoryEntry = z.infer<typeof StandingHistoryEntry>;
export const StandingHistory = z
  .object({
    /** Requests that are held for it now, and of them those that nothing else holds. */
    heldTickets: z.int(),
    heldForThisAlone: z.int(),
    /** Newest first. */
    items: z.array(StandingHistoryEntry),
  })
  .meta({ id: 'StandingHistory' });
export const AddContract = z.strictObject({
  reference: ShortText,
  startsOn: Day,
  endsOn: Day.optional(),
});
export const EndContract = z.strictObject({ endsOn: Day });
export const ContractParams = OrganizationParams.extend({ contractId: PathId });

export const Contact = z
  .object({
    personId: Id,
    name: z.string(),
    email: z.string(),
    /** In which the desk writes to this person. */
    language: LanguageCode,
    addresses: z.array(z.string()),
    phone: z.string().nullable(),
    role: CustomerRole,
    authorised: z.boolean(),
    disabled: z.boolean(),
    invitation: z.enum(['none', 'sent', 'accepted', 'expired']),
    secondFactor: z.boolean(),
    /** T7: of the version in force. */
    termsAcceptedAt: Time.nullable(),
    termsAccepted: z.array(AcceptedTerms),
    /** Addresses that mail does not reach, to which nothing more is sent. */
    undeliverable: z.array(
      z.object({
        address: z.string(),
        since: Time,
        reason: UndeliveredKey,
        status: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof Contact>;
export const Contacts = z.object({ items: z.array(Contact) }).meta({ id: 'Contacts' });
export const ContactParams = OrganizationParams.extend({ personId: PathId });
export const InviteContact = z.strictObject({
  name: ShortText,
  email: Address,
  role: CustomerRole.default('customer'),
  authorised: z.boolean().default(true),
  phone: z.string().trim().max(50).optional(),
  language: LanguageCode.optional(),
  /** Send the invitation mail now. */
  invite: z.boolean().default(true),
});
export const UpdateContact = z.strictObject({
  name: ShortText.optional(),
  role: CustomerRole.optional(),
  authorised: z.boolean().optional(),
  disabled: z.boolean().optional(),
  phone: z.string().trim().max(50).optional(),
  /** III: every further address from which this person may write. */
  addresses: z.array(Address).max(20).optional(),
});
export const ContactMatch = z
  .object({
    personId: Id,
    name: z.string(),
    email: z.string(),
    organization: z.object({ id: Id, name: z.string() }),
    authorised: z.boolean(),
  })
  .meta({ id: 'ContactMatch' });
export const ContactMatches = z
  .object({ items: z.array(ContactMatch) })
  .meta({ id: 'ContactMatches' });
export const SearchContacts = z.strictObject({ q: z.string().trim().min(1).max(100) });

export const Agent = z
  .object({
    personId: Id,
    name: z.string(),
    email: z.string(),
    roles: z.array(AgentRole),
    teams: z.array(z.object({ id: Id, name: z.string() })),
    disabled: z.boolean(),
    invitation: z.enum(['none', 'sent', 'accepted', 'expired']),
    secondFactor: z.boolean(),
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof Agent>;
export const Agents = z.object({ items: z.array(Agent) }).meta({ id: 'Agents' });
export const AgentParams = z.object({ personId: PathId });
export const InviteAgent = z.strictObject({
  name: ShortText,
  email: Address,
  roles: z.array(AgentRole).min(1).default(['agent']),
  teamIds: z.array(Id).max(50).default([]),
  language: LanguageCode.default('es'),
});
export const UpdateAgent = z.strictObject({
  name: ShortText.optional(),
  roles: z.array(AgentRole).min(1).optional(),
  teamIds: z.array(Id).max(50).optional(),
  disabled: z.boolean().optional(),
  signature: z.string().max(2000).optional(),
});
export const PersonParams = z.object({ personId: PathId });

export const Team = z
  .object({
    id: Id,
    name: z.string(),
    professionalServices: z.boolean(),
    members: z.array(PersonName),
  })
  .meta({ id: 'Team' });
export type Team = z.infer<typeof Team>;
export const Teams = z.object({ items: z.array(Team) }).meta({ id: 'Teams' });
export const TeamParams = z.object({ teamId: PathId });
export const CreateTeam = z.strictObject({
  name: ShortText,
  professionalServices: z.boolean().default(false),
  memberPersonIds: z.array(Id).max(100).default([]),
});
export const UpdateTeam = z.strictObject({
  name: ShortText.optional(),
  professionalServices: z.boolean().optional(),
  memberPersonIds: z.array(Id).max(100).optional(),
});

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    start: z.string(),
    person: PersonName,
    scopes: z.array(z.string()),
    expiresAt: Time.nullable(),
    lastUsedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: 'ApiKey' });
export const ApiKeys = z.object({ items: z.array(ApiKey) }).meta({ id: 'ApiKeys' });
export const ApiKeyParams = z.object({ apiKeyId: PathId });
export const CreateApiKey = z.strictObject({
  name: ShortText,
  /** Whose rights it has; it can never do more than this person. */
  personId: Id,
  scopes: z.array(z.enum(['read', 'write'])).min(1),
  expiresAt: Time.optional(),
});
/** The key itself is shown here and never again. */
export const CreatedApiKey = ApiKey.extend({ key: z.string() }).meta({ id: 'CreatedApiKey' });

export const AuditEntry = z
  .object({
    id: Id,
    at: Time,
    actor: PersonName.nullable(),
    action: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
    ipAddress: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
