import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  readAttachmentsOf,
  readMessageHtml,
  readRawMail,
} from '../../modules/correspondence/index.ts';
import { takeAttempt } from '../../modules/people/index.ts';
import { deadPolicy, mayShowInline, sniffMediaType } from '../../platform/http.ts';
import type { OutboundHttp } from '../../platform/outbound-http.ts';
import { principalOrProblem, sendProblem } from './api-routes.ts';
import { type FilesOptions, mayReadMessage, sendFile, toId } from './files.ts';
import { type RemotePictures, type SafeMailHtml, sendMailPage } from './mail-page.ts';
import { notDoneProblem, webProblem } from './problems.ts';

export interface MessageMailOptions extends FilesOptions {
  readonly safeMailHtml: SafeMailHtml;
  readonly outbound: OutboundHttp;
  /** Signs which picture belongs to which message: without it the desk would fetch anything for anybody. */
  readonly pictureKey: string;
}

const pictureLimits = { timeoutMs: 5_000, sizeLimitBytes: 2 * 1024 * 1024, redirectsMax: 3 };
const picturesPerHourMax = 600;
const staff = ['agent', 'supervisor', 'billing', 'administrator'] as const;

/** A message as it was formatted, and the pictures on other machines that its reader asked for. */
export function serveMessageMail(app: FastifyInstance, options: MessageMailOptions): void {
  const { identify, database, clock } = options;

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
      remotePictures: remotePicturesOf(id, request),
    };
    return sendMailPage(reply, mail, { ...options, language: caller.language });
  });

  function remotePicturesOf(messageId: number, request: FastifyRequest): RemotePictures {
    const asked = new URL(request.url, 'http://any');
    if (asked.searchParams.get('pictures') === 'shown') {
      return {
        state: 'shown',
        addressOf: (url) =>
          `/messages/${messageId}/picture?${new URLSearchParams({ url, mark: markOf(messageId, url) })}`,
      };
    }
    asked.searchParams.set('pictures', 'shown');
    return { state: 'blocked', showAddress: asked.pathname + asked.search };
  }

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

  app.get<{ Params: { id: string }; Querystring: { url?: unknown; mark?: unknown } }>(
    '/messages/:id/picture',
    async (request, reply) => {
      const signedIn = await principalOrProblem(request, reply, identify);
      if (signedIn === null) return reply;
      const { caller, principal } = signedIn;
      const notFound = () => sendProblem(reply, webProblem('not-found', caller));
      const id = toId(request.params.id);
      const url = String(request.query.url ?? '');
      if (id === null || !isMark(String(request.query.mark ?? ''), id, url)) return notFound();
      const message = await readMessageHtml(database.db, id);
      if (!(await mayReadMessage(database, principal, message))) return notFound();
      const limit = {
        key: `picture:by:${principal.personId}`,
        attemptsMax: picturesPerHourMax,
        windowSeconds: 3600,
      };
      const tooMany = await takeAttempt(database.db, [limit], clock.now());
      if (tooMany !== null) return sendProblem(reply, notDoneProblem(tooMany, caller));
      const picture = await fetchPicture(options.outbound, url);
      if (picture === null) return notFound();
      return reply
        .header('content-type', picture.type)
        .header('content-disposition', 'inline')
        .header('content-security-policy', deadPolicy)
        .header('cache-control', 'private, max-age=3600')
        .send(picture.bytes);
    },
  );

  const markOf = (messageId: number, url: string): string =>
    createHmac('sha256', options.pictureKey)
      .update(`picture ${messageId} ${url}`)
      .digest('base64url');

  function isMark(mark: string, messageId: number, url: string): boolean {
    const [given, right] = [Buffer.from(mark), Buffer.from(markOf(messageId, url))];
    return given.length === right.length && timingSafeEqual(given, right);
  }
}

/** Null for whatever is no picture by its own bytes: a page, a drawing that could act, an error. */
async function fetchPicture(outbound: OutboundHttp, url: string) {
  const answer = await outbound.send({ url, ...pictureLimits, headers: { accept: 'image/*' } });
  if (!answer.reached || answer.status !== 200) return null;
  const type = sniffMediaType(answer.body);
  return type.startsWith('image/') ? { type, bytes: answer.body } : null;
}
