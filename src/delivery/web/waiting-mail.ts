import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type InboundMail,
  readInboundMail,
  readOutgoingMail,
} from '../../modules/correspondence/index.ts';
import type { AgentRole, Principal } from '../../modules/people/index.ts';
import { drawQrCodes } from '../ui/qr-html.ts';
import { principalOrProblem, sendProblem } from './api-routes.ts';
import { type FilesOptions, sendFile, toId } from './files.ts';
import { type SafeMailHtml, sendMailPage } from './mail-page.ts';
import { webProblem } from './problems.ts';
import type { Caller } from './request-context.ts';

export interface WaitingMailOptions extends FilesOptions {
  readonly safeMailHtml: SafeMailHtml;
  /** A quarantined mail as received; its HTML is null when it has none. */
  readonly quarantined: (
    mail: InboundMail,
  ) => Promise<{ readonly html: string | null; readonly text: string }>;
}

/** What stands in the quarantine and in the outbox, as it was formatted, and the raw mail to save. */
export function serveWaitingMail(app: FastifyInstance, options: WaitingMailOptions): void {
  const { database, blobs } = options;

  get('/quarantine/:id/raw', ['agent', 'supervisor'], async (id, { reply }) => {
    const mail = await readInboundMail(database.db, id);
    if (mail === undefined || mail.outcome !== 'quarantined') return null;
    return sendFile(reply, blobs, {
      sha256: mail.rawSha256,
      fileName: `mail-${mail.id}.eml`,
      mediaType: 'message/rfc822',
      byteSize: mail.byteSize,
    });
  });

  get('/quarantine/:id/html', ['agent', 'supervisor'], async (id, { caller, reply }) => {
    const mail = await readInboundMail(database.db, id);
    if (mail === undefined || mail.outcome !== 'quarantined') return null;
    const { html, text } = await options.quarantined(mail);
    return html === null ? null : sendMail(reply, { html, text }, caller);
  });

  const staff = ['agent', 'supervisor', 'billing', 'administrator'] as const;
  get('/outgoing-mail/:id/html', staff, async (id, { principal, caller, reply }) => {
    const mail = await readOutgoingMail(database.db, id);
    if (mail === undefined || mail.bodyHtml === null) return null;
    // A letter with a sign-in link lets whoever reads it in.
    if (mail.sensitive && !principal.roles.includes('administrator')) return null;
    const html = drawQrCodes(mail.bodyHtml);
    return sendMail(reply, { html, text: mail.bodyText }, caller);
  });

  /** What waits is looked at as it lies: its pictures on other machines are not asked for. */
  const sendMail = (
    reply: FastifyReply,
    mail: { readonly html: string; readonly text: string },
    { language }: Caller,
  ): Promise<FastifyReply> =>
    sendMailPage(
      reply,
      {
        ...mail,
        ownPictures: new Map(),
        remotePictures: { state: 'blocked', showAddress: null },
      },
      { ...options, language },
    );

  function get(
    path: string,
    roles: readonly AgentRole[],
    answer: (
      id: number,
      asked: {
        readonly principal: Principal;
        readonly caller: Caller;
        readonly reply: FastifyReply;
      },
    ) => Promise<FastifyReply | null>,
  ): void {
    app.get(path, async (request: FastifyRequest, reply) => {
      const signedIn = await principalOrProblem(request, reply, options.identify, roles);
      if (signedIn === null) return reply;
      const { caller, principal } = signedIn;
      const id = toId(String((request.params as Readonly<Record<string, unknown>>)['id']));
      const sent = id === null ? null : await answer(id, { principal, caller, reply });
      return sent ?? sendProblem(reply, webProblem('not-found', caller));
    });
  }
}
