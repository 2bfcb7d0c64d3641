import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { type Principal, takeAttempt } from '../../modules/people/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { deadPolicy, sniffMediaType } from '../../platform/http.ts';
import type { OutboundHttp } from '../../platform/outbound-http.ts';
import { sendProblem } from './api-routes.ts';
import type { RemotePictures as ShownPictures } from './mail-page.ts';
import { notDoneProblem, webProblem } from './problems.ts';
import type { Caller } from './request-context.ts';

export interface RemotePicturesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly outbound: OutboundHttp;
  /** Signs which picture belongs to which mail: without it the desk would fetch anything for anybody. */
  readonly pictureKey: string;
}

/** The query of the address of a picture. */
export interface PictureQuery {
  readonly url?: unknown;
  readonly mark?: unknown;
}

export interface RemotePictures {
  /** What the page of a mail says of its pictures on other machines. `mail`: its own address, `/messages/12`. */
  shownIn(mail: string, request: FastifyRequest): ShownPictures;
  /** Answers one of them to a reader who may see the mail and asked for its pictures. */
  send(
    reply: FastifyReply,
    asked: {
      readonly mail: string;
      readonly query: PictureQuery;
      readonly principal: Principal;
      readonly caller: Caller;
    },
  ): Promise<FastifyReply>;
}

const pictureLimits = { timeoutMs: 5_000, sizeLimitBytes: 2 * 1024 * 1024, redirectsMax: 3 };
const picturesPerHourMax = 600;

/** Pictures on other machines that a reader asked for: fetched by the desk, one signed address for each of each mail. */
export function openRemotePictures(options: RemotePicturesOptions): RemotePictures {
  const { database, clock, outbound, pictureKey } = options;
  return {
    shownIn(mail, request) {
      const asked = new URL(request.url, 'http://any');
      if (asked.searchParams.get('pictures') === 'shown') {
        return {
          state: 'shown',
          addressOf: (url) =>
            `${mail}/picture?${new URLSearchParams({ url, mark: markOf(mail, url) })}`,
        };
      }
      asked.searchParams.set('pictures', 'shown');
      return { state: 'blocked', showAddress: asked.pathname + asked.search };
    },

    async send(reply, { mail, query, principal, caller }) {
      const url = String(query.url ?? '');
      const notFound = () => sendProblem(reply, webProblem('not-found', caller));
      if (!isMark(String(query.mark ?? ''), mail, url)) return notFound();
      const limit = {
        key: `picture:by:${principal.personId}`,
        attemptsMax: picturesPerHourMax,
        windowSeconds: 3600,
      };
      const tooMany = await takeAttempt(database.db, [limit], clock.now());
      if (tooMany !== null) return sendProblem(reply, notDoneProblem(tooMany, caller));
      const picture = await fetchPicture(outbound, url);
      if (picture === null) return notFound();
      return reply
        .header('content-type', picture.type)
        .header('content-disposition', 'inline')
        .header('content-security-policy', deadPolicy)
        .header('cache-control', 'private, max-age=3600')
        .send(picture.bytes);
    },
  };

  function markOf(mail: string, url: string): string {
    return createHmac('sha256', pictureKey).update(`picture ${mail} ${url}`).digest('base64url');
  }

  function isMark(mark: string, mail: string, url: string): boolean {
    const [given, right] = [Buffer.from(mark), Buffer.from(markOf(mail, url))];
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
