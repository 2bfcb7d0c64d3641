import { resolveTxt } from 'node:dns/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { clientSecretPlace, secretPlace } from '../delivery/mail/in/imap/sign-in.ts';
import { lookAtMail } from '../delivery/mail/in/look-at-mail.ts';
import type { MailProcessing } from '../delivery/mail/in/mail-processing.ts';
import { confirmMail, releaseMail } from '../delivery/mail/in/process-mail.ts';
import { dkimPlace, makeDkimPair, publishedTexts } from '../delivery/mail/out/dkim.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { openSanitizer } from '../delivery/mail/understand/safe-html-in-budget.ts';
import { portalPages, problemPage } from '../delivery/portal/index.ts';
import { createHandlers, type Handlers } from '../delivery/web/handlers.ts';
import { mountAgreement } from '../delivery/web/routes/agreement.ts';
import { mountAgreementDraft } from '../delivery/web/routes/agreement-draft.ts';
import { mountAppointments } from '../delivery/web/routes/appointments.ts';
import { mountBilling } from '../delivery/web/routes/billing.ts';
import { mountBoard } from '../delivery/web/routes/board.ts';
import { mountCalendar } from '../delivery/web/routes/calendar.ts';
import { mountCatalog } from '../delivery/web/routes/catalog.ts';
import { mountCredits } from '../delivery/web/routes/credits.ts';
import { mountCustomers } from '../delivery/web/routes/customers.ts';
import { mountDrafts } from '../delivery/web/routes/drafts.ts';
import { mountFiles } from '../delivery/web/routes/files.ts';
import { mountLetters } from '../delivery/web/routes/letters.ts';
import { mountMacros } from '../delivery/web/routes/macros.ts';
import { mountMail } from '../delivery/web/routes/mail.ts';
import { mountMailActs } from '../delivery/web/routes/mail-acts.ts';
import { mountMailWord } from '../delivery/web/routes/mail-word.ts';
import { mountMyLetters } from '../delivery/web/routes/my-letters.ts';
import { mountNotices } from '../delivery/web/routes/notices.ts';
import { mountPasskeys } from '../delivery/web/routes/passkeys.ts';
import { mountPeople } from '../delivery/web/routes/people.ts';
import { mountReports } from '../delivery/web/routes/reports.ts';
import { mountSavedViews } from '../delivery/web/routes/saved-views.ts';
import { mountSecondFactor } from '../delivery/web/routes/second-factor.ts';
import { mountSession } from '../delivery/web/routes/session.ts';
import { mountTickets } from '../delivery/web/routes/tickets.ts';
import { mountVerification } from '../delivery/web/routes/verification.ts';
import { mountWhereabouts } from '../delivery/web/routes/whereabouts.ts';
import { createWeb } from '../delivery/web/web.ts';
import { relyingPartyOf } from '../kernel/relying-party.ts';
import { previewLetter } from '../modules/notifications/index.ts';
import { openOutboundHttp } from '../platform/outbound-http.ts';
import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';
import { openSealer, type Sealer } from '../platform/sealed-secret.ts';
import { ledgerAnchors } from './ledger-anchors.ts';
import { mailDesk, understanding } from './mail-desk.ts';
import { mailboxSealer } from './mailbox-sealer.ts';

/** Portal, console and API. */
export function webPart(runtime: Runtime): Part {
  const { addresses, blobs, checkout, clock, config, database, keys, log } = runtime;
  const mail = mailDesk(runtime, understanding(runtime));
  const post = postOf(runtime, mail);
  return createWeb({
    database,
    blobs,
    clock,
    log,
    anchors: ledgerAnchors(config),
    host: config.host,
    port: addresses.port,
    publicUrl: config.publicUrl,
    mailDomain: addresses.mailDomain,
    trustedProxies: config.trustedProxies,
    version: '1',
    handlers: mountAll(runtime, mail),
    pages: portalPages,
    problemPage,
    assets: {
      portalFolder: path.join(checkout, 'dist', 'portal'),
      consoleFolder: path.join(checkout, 'dist', 'console'),
    },
    safeMailHtml: openSanitizer({
      script: pathToFileURL(path.join(checkout, 'dist', 'safe-html-worker.js')),
      log,
    }),
    quarantined: (waiting) => lookAtMail(mail, waiting),
    exampleOf: async (draft, reader) =>
      (await previewLetter(database.db, post, draft, reader)).rendered,
    outbound: openOutboundHttp(),
    pictureKey: keys.key('mail pictures').toString('hex'),
    isReady: async () => {
      await database.pool.query('select 1');
      return true;
    },
  });
}

const postOf = (
  { addresses, clock }: Pick<Runtime, 'addresses' | 'clock'>,
  { domain, secret }: Pick<MailProcessing, 'domain' | 'secret'>,
) => openPost({ publicUrl: addresses.publicUrl, domain, secret, clock });

/** Every operation of the contract, each by the routes of its subject. */
export function mountAll(
  { addresses, clock, config, keys }: Pick<Runtime, 'addresses' | 'clock' | 'config' | 'keys'>,
  desk: MailProcessing & { readonly sealer: Sealer },
): Handlers {
  const sealer = mailboxSealer(keys);
  const handlers = createHandlers();
  mountSession(handlers);
  mountSecondFactor(handlers, { sealer: openSealer(keys.key('second factors')) });
  mountPasskeys(handlers, { party: relyingPartyOf(addresses.publicUrl) });
  mountPeople(handlers);
  mountCustomers(handlers);
  mountAgreement(handlers);
  mountCalendar(handlers);
  mountAgreementDraft(handlers);
  mountMacros(handlers);
  mountSavedViews(handlers);
  mountMyLetters(handlers);
  mountNotices(handlers);
  mountCatalog(handlers);
  mountCredits(handlers, { anchors: ledgerAnchors(config) });
  mountTickets(handlers);
  mountBoard(handlers);
  mountWhereabouts(handlers);
  mountDrafts(handlers);
  mountReports(handlers);
  mountAppointments(handlers);
  mountFiles(handlers);
  mountBilling(handlers);
  mountVerification(handlers);
  mountMailActs(handlers, { secret: desk.secret });
  mountMailWord(handlers, {
    confirm: (tx, mail, personId) => confirmMail(tx, desk, mail, personId),
  });
  mountLetters(handlers, { post: postOf({ addresses, clock }, desk) });
  mountMail(handlers, {
    relayConfigured: config.smtpRelayUrl !== null,
    dkim: {
      makePair: async () => {
        const { publicKey, privateKey } = await makeDkimPair();
        return { publicKey, seal: (key) => desk.sealer.seal(privateKey, dkimPlace(key)) };
      },
      publishedTexts: publishedTexts(resolveTxt),
    },
    look: (mail) => lookAtMail(desk, mail),
    release: (tx, mail, release) => releaseMail(tx, desk, mail, release),
    sealSecret: (mailboxId, which, secret) =>
      sealer.seal(
        secret,
        which === 'secret' ? secretPlace(mailboxId) : clientSecretPlace(mailboxId),
      ),
  });
  return handlers;
}
