import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  filesOfMail,
  type InboundMail,
  readInboundMail,
  readOutgoingMail,
} from '../../modules/correspondence/index.ts';
import type { AgentRole, Principal } from '../../modules/people/index.ts';
import { mayShowInline, sniffMediaType } from '../../platform/http.ts';
import { drawQrCodes } from '../ui/qr-html.ts';
import { principalOrProblem, sendProblem } from './api-routes.ts';
import { type FilesOptions, sendFile, toId } from './files.ts';
import { type SafeMailHtml, sendMailPage } from './mail-page.ts';
import { webProblem } from './problems.ts';
import type { PictureQuery, RemotePictures } from './remote-pictures.ts';
import type { Caller } from './request-context.ts';

export interface WaitingMailOptions extends FilesOptions {
  readonly safeMailHtml: SafeMailHtml;
  readonly pictures: RemotePictures;
  /** A quarantined mail as received; its HTML is null when it has none. */
  readonly quarantined: (mail: InboundMail) => Promise<{
    readonly html: string | null;
    readonly text: string;
    /** The pictures that it brings along, by their Content-ID without brackets. */
    readonly ownPictures: ReadonlyMap<string, Uint8Array>;
  }>;
}

/** More of its own pictures than this are left out of the page: a stranger chose how many there are. */
const ownPictureBytesMax = 8 * 1024 * 1024;

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

  get('/quarantine/:id/html', ['agent', 'supervisor'], async (id, { request, caller, reply }) => {
    const mail = await readInboundMail(database.db, id);
    if (mail === undefined || mail.outcome !== 'quarantined') return null;
    const { html, text, ownPictures } = await options.quarantined(mail);
    if (html === null) return null;
    const shown = {
      html,
      text,
      ownPictures: inThePage(ownPictures),
      remotePictures: options.pictures.shownIn(`/quarantine/${id}`, request),
    };
    return sendMailPage(reply, shown, { ...options, language: caller.language });
  });

  get('/quarantine/:id/picture', ['agent', 'supervisor'], async (id, asked) => {
    const mail = await readInboundMail(database.db, id);
    if (mail === undefined || mail.outcome !== 'quarantined') return null;
    const { request, reply, principal, caller } = asked;
    // Fastify's own reading of the address.
    const query = request.query as PictureQuery;
    return options.pictures.send(reply, { mail: `/quarantine/${id}`, query, principal, caller });
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

  get('/outgoing-mail/:id/files/:place', staff, async (id, { principal, request, reply }) => {
    const mail = await readOutgoingMail(database.db, id);
    if (mail === undefined || (mail.sensitive && !principal.roles.includes('administrator'))) {
      return null;
    }
    const place = toId(String((request.params as Readonly<Record<string, unknown>>)['place']));
    const file = place === null ? undefined : (await filesOfMail(database.db, mail))[place - 1];
    return file === undefined ? null : sendFile(reply, blobs, file);
  });

  /** Our own letters: they show no pictures of others. */
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
        readonly request: FastifyRequest;
        readonly reply: FastifyReply;
      },
    ) => Promise<FastifyReply | null>,
  ): void {
    app.get(path, async (request: FastifyRequest, reply) => {
      const signedIn = await principalOrProblem(request, reply, options.identify, roles);
      if (signedIn === null) return reply;
      const { caller, principal } = signedIn;
      const id = toId(String((request.params as Readonly<Record<string, unknown>>)['id']));
      const sent = id === null ? null : await answer(id, { principal, caller, request, reply });
      return sent ?? sendProblem(reply, webProblem('not-found', caller));
    });
  }
}

/** They are kept nowhere but in the raw mail, so they stand in the page itself: by their bytes, and only what cannot act. */
function inThePage(pictures: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  let left = ownPictureBytesMax;
  for (const [contentId, bytes] of pictures) {
    const type = sniffMediaType(bytes);
    if (!type.startsWith('image/') || !mayShowInline(type) || bytes.length > left) continue;
    left -= bytes.length;
    addresses.set(contentId, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);
  }
  return addresses;
}
