import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { announceAccess, endAccess } from './end-access.ts';
import type { ContactChanged } from './events.ts';
import { invite } from './invitations.ts';
import type { Acting, Contact, CustomerRole } from './model.ts';
import { insertAudit } from './store/audit.ts';
import { revokeInvitations } from './store/invitations.ts';
import { lockOrganization, selectOrganization } from './store/organizations.ts';
import {
  insertContact,
  insertPerson,
  lockPerson,
  replaceAddresses,
  selectContact,
  selectPersonByAddress,
  updateContactRow,
  updatePersonRow,
} from './store/people.ts';
import { undoWhenDeclined } from './undo-when-declined.ts';

export interface NewContact {
  readonly name: string;
  readonly email: string;
  readonly role: CustomerRole;
  /** II: may ask for support, not only look. */
  readonly authorised: boolean;
  readonly phone?: string | undefined;
  /** The customer's own when absent. */
  readonly language?: Language | undefined;
  readonly invite: boolean;
}

/** II: adds a person to a customer's contacts. Null when there is no such customer; `address-in-use`. */
export function addContact(
  database: Pick<Database, 'db'>,
  organizationId: number,
  contact: NewContact,
  by: Acting,
): Promise<number | null | Declined> {
  return inTransaction(database, (tx) => insertNewContact(tx, organizationId, contact, by));
}

async function insertNewContact(
  tx: Tx,
  organizationId: number,
  contact: NewContact,
  by: Acting,
): Promise<number | null | Declined> {
  const { name, email, role, authorised, phone = '' } = contact;
  const { at } = by;
  const organization = await selectOrganization(tx, organizationId, at);
  if (organization === null) return null;
  const language = contact.language ?? organization.language;
  const { timeZone } = organization;
  const personId = await insertPerson(tx, { name, email, language, timeZone, at });
  if (personId === null) return decline('address-in-use', { address: email });
  await insertContact(tx, {
    personId,
    organizationId,
    role,
    authorised,
    phone: phone === '' ? null : phone,
    at,
  });
  await insertAudit(tx, by, {
    action: 'contact.added',
    subject: `person:${personId}`,
    detail: { organizationId, role, authorised },
  });
  await emit<ContactChanged>(tx, 'contact.changed', { organizationId });
  if (contact.invite) await invite(tx, personId, by);
  return personId;
}

export interface ContactChanges {
  readonly name?: string | undefined;
  readonly role?: CustomerRole | undefined;
  readonly authorised?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly phone?: string | undefined;
  /** III: every further address from which this person may write; the own e-mail stays whatever is said. */
  readonly addresses?: readonly string[] | undefined;
}

/**
 * Whoever is disabled, or may not ask any more, is out at once: sessions, links and invitations end here, and every
 * request reads the rights anew. Null when this customer has no such contact; `address-in-use`, `own-access`.
 */
export function updateContact(
  database: Pick<Database, 'db'>,
  key: { readonly organizationId: number; readonly personId: number },
  changes: ContactChanges,
  by: Acting,
): Promise<Contact | null | Declined> {
  const { organizationId, personId } = key;
  const { name, role, disabled, phone, addresses } = changes;
  const { at } = by;
  return undoWhenDeclined(database, async (tx) => {
    await lockPerson(tx, personId);
    const before = await selectContact(tx, key, at);
    if (before === null) return null;
    const authorised = changes.authorised === before.authorised ? undefined : changes.authorised;
    const loses = disabled === true || authorised === false || isDemotion(before.role, role);
    if (loses && by.actor.kind === 'person' && by.actor.personId === personId) {
      return decline('own-access');
    }
    await updatePersonRow(tx, personId, { name, disabled, at });
    await updateContactRow(tx, personId, { role, phone, authorised, at });
    if (addresses !== undefined) {
      const person = { personId, email: before.email, at };
      const { takenAddress } = await replaceAddresses(tx, person, addresses);
      if (takenAddress !== null) return decline('address-in-use', { address: takenAddress });
    }
    if (disabled === true || authorised === false) await endAccess(tx, personId);
    else if (role !== undefined) await announceAccess(tx, personId);
    if (disabled === true) await revokeInvitations(tx, personId, at);
    await insertAudit(tx, by, {
      action: 'contact.updated',
      subject: `person:${personId}`,
      detail: { organizationId, ...changes },
    });
    await emit<ContactChanged>(tx, 'contact.changed', { organizationId });
    return selectContact(tx, key, at);
  });
}

const isDemotion = (before: CustomerRole, after: CustomerRole | undefined): boolean =>
  before === 'customer_administrator' && after === 'customer';

/**
 * II: makes the sender of a mail a contact without inviting, as an agent decides in the quarantine. The contact that
 * the address already belongs to is answered as it is.
 */
export function addContactFromMail(
  database: Pick<Database, 'db'>,
  contact: {
    readonly organizationId: number;
    readonly name: string;
    readonly address: string;
    readonly authorised: boolean;
  },
  by: Acting,
): Promise<number | null | Declined> {
  const { organizationId, name, address, authorised } = contact;
  return inTransaction(database, async (tx) => {
    if ((await lockOrganization(tx, organizationId)) === null) return null;
    const known = await selectPersonByAddress(tx, address);
    if (known !== null) {
      const isTheirs = known.contact?.organizationId === organizationId;
      return isTheirs ? known.personId : decline('address-in-use', { address });
    }
    const email = address.toLowerCase();
    const role = 'customer';
    return insertNewContact(
      tx,
      organizationId,
      { name, email, role, authorised, invite: false },
      by,
    );
  });
}
