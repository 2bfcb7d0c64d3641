import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type InboundMail,
  readInboundMail,
  readOutgoingMail,
} from '../../modules/correspondence/index.ts';
import type { AgentRole, Principal } from '../../modules/people/index.ts';
import { mailPolicy } from '../../platform/http.ts';
import { principalOrProblem, sendProblem } from './api-routes.ts';
import { type FilesOptions, mailDocument, sendFile, toId } from './files.ts';
import { webProblem } from './problems.ts';

export interface WaitingMailOptions extends FilesOptions {
  /** The HTML of a quarantined mail as received; null when it has none. */
  readonly quarantinedHtml: (mail: InboundMail) => Promise<string | null>;
}

/** What stands in the quarantine and in the outbox, as it was formatted, and the raw mail to save. */
export function serveWaitingMail(app: FastifyInstance, options: WaitingMailOptions): void {
  const { database, blobs } = options;

  get('/quarantine/:id/raw', ['agent', 'supervisor'], async (id, _principal, reply) => {
    const mail = await readInboundMail(database.db, id);
    if (mail === undefined || mail.outcome !== 'quarantined') return null;
    return sendFile(reply, blobs, {
      sha256: mail.rawSha256,
      fileName: `mail-${mail.id}.eml`,
      mediaType: 'message/rfc822',
      byteSize: mail.byteSize,
    });
  });

  get('/quarantine/:id/html', ['agent', 'supervisor'], async (id, _principal, reply) => {
    const mail = await readInboundMail(database.db, id);
    if (mail === undefined || mail.outcome !== 'quarantined') return null;
    const html = await options.quarantinedHtml(mail);
    return html === null ? null : sendMail(reply, html);
  });

  const staff = ['agent', 'supervisor', 'billing', 'administrator'] as const;
  get('/outgoing-mail/:id/html', staff, async (id, principal, reply) => {
    const mail = await readOutgoingMail(database.db, id);
    if (mail === undefined || mail.bodyHtml === null) return null;
    // A letter with a sign-in link lets whoever reads it in.
    if (mail.sensitive && !principal.roles.includes('administrator')) return null;
    return sendMail(reply, mail.bodyHtml);
  });

  function sendMail(reply: FastifyReply, html: string): FastifyReply {
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', mailPolicy)
      .header('cache-control', 'no-store')
      .send(mailDocument(options.safeMailHtml(html)));
  }

  function get(
    path: string,
    roles: readonly AgentRole[],
    answer: (id: number, principal: Principal, reply: FastifyReply) => Promise<FastifyReply | null>,
  ): void {
    app.get(path, async (request: FastifyRequest, reply) => {
      const signedIn = await principalOrProblem(request, reply, options.identify, roles);
      if (signedIn === null) return reply;
      const { caller, principal } = signedIn;
      const id = toId(String((request.params as Readonly<Record<string, unknown>>)['id']));
      const sent = id === null ? null : await answer(id, principal, reply);
      return sent ?? sendProblem(reply, webProblem('not-found', caller));
    });
  }
}
