import type { Instant } from '../../../kernel/clock.ts';
import { type Declined, decline } from '../../../kernel/declined.ts';
import type { Language } from '../../../kernel/language.ts';
import {
  type ImapSource,
  type ImapState,
  listImapSources,
  type Mailbox,
  readImapSource,
  readMailbox,
  removeImapSource,
  removeMailbox,
  setImapSource,
  tellOfMailboxes,
} from '../../../modules/correspondence/index.ts';
import { recordAudit } from '../../../modules/people/index.ts';
import { type Db, inTransaction } from '../../../platform/database/index.ts';
import { fetchFailureWords } from '../../ui/mailbox-words.ts';
import type { Api } from '../contract/api.ts';
import type { HandlerInput } from '../contract/route.ts';
import { type Mounting, notFound } from '../handlers.ts';

/** What the web asks of the mail delivery about mailboxes that are read. */
export interface ImapRoutes {
  /** Seals a secret for the one place where it may be opened. */
  readonly sealSecret: (
    mailboxId: number,
    which: 'secret' | 'client-secret',
    secret: string,
  ) => string;
}

export function mountImapSources({ mount }: Mounting, { sealSecret }: ImapRoutes): void {
  mount('getImapSource', async ({ params }, { database }) => {
    const source = await readImapSource(database.db, params.mailboxId);
    return source === undefined ? notFound : describeSource(source);
  });

  mount('setImapSource', async ({ params, body }, { database, acting, at }) =>
    inTransaction(database, async (tx) => {
      const mailbox = await readMailbox(tx, params.mailboxId);
      if (mailbox === undefined) return notFound;
      const before = (await readImapSource(tx, mailbox.id)) ?? null;
      const refused = refusedSource(body, before);
      if (refused !== null) return refused;
      const { secret, clientSecret, takeExisting, ...plain } = body;
      const source = {
        ...plain,
        mailboxId: mailbox.id,
        sealedSecret:
          secret === undefined
            ? (before?.sealedSecret ?? '')
            : sealSecret(mailbox.id, 'secret', secret),
        sealedClientSecret:
          clientSecret === undefined
            ? (before?.sealedClientSecret ?? null)
            : sealSecret(mailbox.id, 'client-secret', clientSecret),
        since: sinceOf(takeExisting, before, at),
      };
      await setImapSource(tx, source);
      await tellOfMailboxes(tx);
      const after = describeSource(source);
      await recordAudit(tx, acting, {
        action: 'imap-source.set',
        subject: `mailbox:${mailbox.id}`,
        // What may be read only: a secret that is sealed is still none for the audit.
        detail: { before: before && describeSource(before), after },
      });
      return after;
    }),
  );

  mount('removeImapSource', async ({ params }, { database, acting }) =>
    inTransaction(database, async (tx) => {
      const before = await readImapSource(tx, params.mailboxId);
      if (before === undefined) return notFound;
      await removeImapSource(tx, params.mailboxId);
      await tellOfMailboxes(tx);
      await recordAudit(tx, acting, {
        action: 'imap-source.removed',
        subject: `mailbox:${params.mailboxId}`,
        detail: { before: describeSource(before) },
      });
      return undefined;
    }),
  );

  mount('removeMailbox', async ({ params }, { database, acting }) =>
    inTransaction(database, async (tx) => {
      const mailbox = await readMailbox(tx, params.mailboxId);
      if (mailbox === undefined) return notFound;
      if (!(await removeMailbox({ db: tx }, mailbox.id))) {
        return decline('mailbox-in-use', { address: mailbox.address });
      }
      await tellOfMailboxes(tx);
      await recordAudit(tx, acting, {
        action: 'mailbox.removed',
        subject: `mailbox:${mailbox.id}`,
        detail: { address: mailbox.address },
      });
      return undefined;
    }),
  );
}

type Wanted = HandlerInput<Api['setImapSource']>['body'];

function refusedSource(wanted: Wanted, before: ImapSource | null): Declined | null {
  const { host, security, signIn, secret, oauthClientId } = wanted;
  if (security === 'none' && !isThisMachine(host)) return decline('imap-not-encrypted');
  if (signIn !== 'password' && oauthClientId === '') return decline('imap-client-missing');
  // A stored secret goes to the server and the account it was given for, and nowhere else.
  const same =
    before !== null &&
    before.host === host &&
    before.port === wanted.port &&
    before.security === security &&
    before.user === wanted.user &&
    before.signIn === signIn &&
    before.oauthTenant === wanted.oauthTenant;
  return secret === undefined && !same ? decline('imap-secret-missing') : null;
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** A minute of grace: what came while the form was filled in is new. */
const graceMs = 60_000;

function sinceOf(takeExisting: boolean, before: ImapSource | null, at: Instant): Instant | null {
  if (takeExisting) return null;
  return before?.since ?? at - graceMs;
}

/** The mailboxes with how their fetching goes. */
export async function withIntake(db: Db, mailboxes: readonly Mailbox[], language: Language) {
  const sources = new Map(
    (await listImapSources(db)).map((source) => [source.mailboxId, source] as const),
  );
  return mailboxes.map((mailbox) => {
    const source = sources.get(mailbox.id);
    return { ...mailbox, intake: source ? describeIntake(source, language) : null };
  });
}

const describeIntake = (source: ImapSource & ImapState, language: Language) => ({
  state: source.state,
  since: iso(source.stateSince),
  words: source.failure === null ? null : fetchFailureWords(source.failure, source, language),
  serverWords: source.failureWords === '' ? null : source.failureWords,
  lastMailAt: iso(source.lastMailAt),
});

/** Secrets are written and never read. */
const describeSource = (source: Omit<ImapSource, 'version'>) => ({
  host: source.host,
  port: source.port,
  security: source.security,
  user: source.user,
  signIn: source.signIn,
  oauthTenant: source.oauthTenant,
  oauthClientId: source.oauthClientId,
  hasClientSecret: source.sealedClientSecret !== null,
  folder: source.folder,
  doneFolder: source.doneFolder,
  since: iso(source.since),
});

const iso = (instant: Instant | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
