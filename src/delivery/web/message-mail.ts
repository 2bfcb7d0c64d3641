import type { FastifyInstance } from 'fastify';
import {
  readAttachmentsOf,
  readMessageHtml,
  readRawMail,
} from '../../modules/correspondence/index.ts';
import { mayShowInline } from '../../platform/http.ts';
import { principalOrProblem, sendProblem } from './api-routes.ts';
import { type FilesOptions, mayReadMessage, sendFile, toId } from './files.ts';
import { type SafeMailHtml, sendMailPage } from './mail-page.ts';
import { webProblem } from './problems.ts';
import type { PictureQuery, RemotePictures } from './remote-pictures.ts';

export interface MessageMailOptions extends FilesOptions {
  readonly safeMailHtml: SafeMailHtml;
  readonly pictures: RemotePictures;
}

const staff = ['agent', 'supervisor', 'billing', 'administrator'] as const;

/** A message as it was formatted, and the pictures on other machines that its reader asked for. */
export function serveMessageMail(app: FastifyInstance, options: MessageMailOptions): void {
  const { identify, database, pictures } = options;

  app.get<{ Params: { id: string } }>('/messages/:id/html', async (request, reply) => {
    const signedIn = await principalOrProblem(request, reply, identify);
    if (signedIn === null) return reply;
    const { caller, principal } = signedIn;
    const id = toId(request.params.id);
    const message = id === null ? undefined : await readMessageHtml(database.db, id);
    const isWhole = new URL(request.url, 'http://any').searchParams.has('whole');
    const html = (isWhole ? null : message?.visibleHtml) ?? message?.html ?? null;
    if (id === null || html === null || !(await mayReadMessage(database, principal, message))) {
      return sendProblem(reply, webProblem('not-found', caller));
    }
    const attachments = await readAttachmentsOf(database.db, [id]);
    const mail = {
      html,
      text: (isWhole ? null : message?.visibleText) ?? message?.text ?? '',
      ownPictures: new Map(
        attachments.flatMap(({ contentId, mediaType, id: attachmentId }) =>
          contentId === null || !mayShowInline(mediaType)
            ? []
            : [[contentId, `/attachments/${attachmentId}`]],
        ),
      ),
      remotePictures: pictures.shownIn(`/messages/${id}`, request),
    };
    return sendMailPage(reply, mail, { ...options, language: caller.language });
  });

  app.get<{ Params: { id: string } }>('/messages/:id/raw', async (request, reply) => {
    const signedIn = await principalOrProblem(request, reply, identify, staff);
    if (signedIn === null) return reply;
    const { caller, principal } = signedIn;
    const id = toId(request.params.id);
    const mail = id === null ? undefined : await readRawMail(database.db, id);
    if (mail === undefined || !(await mayReadMessage(database, principal, mail))) {
      return sendProblem(reply, webProblem('not-found', caller));
    }
    const file = { ...mail, fileName: `mail-${id}.eml`, mediaType: 'message/rfc822' };
    return sendFile(reply, options.blobs, file);
  });

  app.get<{ Params: { id: string }; Querystring: PictureQuery }>(
    '/messages/:id/picture',
    async (request, reply) => {
      const signedIn = await principalOrProblem(request, reply, identify);
      if (signedIn === null) return reply;
      const { caller, principal } = signedIn;
      const id = toId(request.params.id);
      const message = id === null ? undefined : await readMessageHtml(database.db, id);
      if (!(await mayReadMessage(database, principal, message))) {
        return sendProblem(reply, webProblem('not-found', caller));
      }
      const asked = { mail: `/messages/${id}`, query: request.query, principal, caller };
      return pictures.send(reply, asked);
    },
  );
}
