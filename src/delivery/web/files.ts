import { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import {
  type Attachment,
  addAttachment,
  addBlob,
  readAttachment,
  type Visibility,
} from '../../modules/correspondence/index.ts';
import { type Principal, takeAttempt } from '../../modules/people/index.ts';
import { findTicket, findTicketById } from '../../modules/tickets/index.ts';
import { type BlobStore, BlobTooLarge } from '../../platform/blobs.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import {
  contentDisposition,
  deadPolicy,
  mayShowInline,
  safeFileName,
  sniffBytes,
  sniffMediaType,
} from '../../platform/http.ts';
import { callerOrProblem, principalOrProblem, sendAnswer, sendProblem } from './api-routes.ts';
import { authorise } from './authorise.ts';
import { api } from './contract/api.ts';
import { readerOf } from './describe-ticket.ts';
import type { Identify } from './identify-caller.ts';
import { notDoneProblem, webProblem } from './problems.ts';
import { isStaff } from './request-context.ts';

export const fileSizeLimitMegabytes = 25;
const fileSizeLimitBytes = fileSizeLimitMegabytes * 1024 * 1024;
/** The parser cuts what is longer without a word; our own limit is counted first and says so. */
export const parserFileBytesMax = 2 * fileSizeLimitBytes;
const uploadsPerHourMax = 300;

export interface FilesOptions {
  readonly identify: Identify;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly clock: Clock;
}

/** Takes one uploaded file in, while it streams: its type by its own bytes, its name cleaned, its content unread. */
export type TakeFile = (
  file: { readonly name: string; readonly stream: AsyncIterable<Uint8Array> },
  principal: Principal,
) => Promise<Attachment | Declined>;

export function createTakeFile({ database, blobs, clock }: FilesOptions): TakeFile {
  return async ({ name, stream }, { personId }) => {
    const at = clock.now();
    const limit = {
      key: `upload:by:${personId}`,
      attemptsMax: uploadsPerHourMax,
      windowSeconds: 3600,
    };
    const tooMany = await takeAttempt(database.db, [limit], at);
    if (tooMany !== null) return tooMany;
    const head: Buffer[] = [];
    try {
      const blob = await blobs.put(rememberHead(stream, head), {
        sizeLimitBytes: fileSizeLimitBytes,
      });
      return await inTransaction(database, async (tx) => {
        await addBlob(tx, { sha256: blob.sha256, byteSize: blob.sizeBytes, at });
        return addAttachment(tx, {
          messageId: null,
          ticketId: null,
          uploadedByPersonId: personId,
          sha256: blob.sha256,
          fileName: safeFileName(name),
          mediaType: sniffMediaType(Buffer.concat(head)),
          byteSize: blob.sizeBytes,
          contentId: null,
          inline: false,
          role: 'file',
          at,
        });
      });
    } catch (error) {
      if (!(error instanceof BlobTooLarge)) throw error;
      return decline('file-too-large', { megabytes: fileSizeLimitMegabytes });
    }
  };
}

/** A file that is not read to its end is left standing, so that the rest of its form can still be read. */
export const fileOf = ({ filename, file }: MultipartFile): Parameters<TakeFile>[0] => ({
  // The parser's types promise a name that a sender may leave out.
  name: (filename as string | undefined) ?? '',
  stream: file.iterator({ destroyOnReturn: false }),
});

async function* rememberHead(
  stream: AsyncIterable<Uint8Array>,
  head: Buffer[],
): AsyncGenerator<Uint8Array> {
  let remembered = 0;
  for await (const chunk of stream) {
    if (remembered < sniffBytes) {
      const part = Buffer.from(chunk.subarray(0, sniffBytes - remembered));
      head.push(part);
      remembered += part.length;
    }
    yield chunk;
  }
}

/** As the contract shows a file. */
export const attachmentAnswer = ({
  id,
  fileName,
  mediaType,
  byteSize,
  inline,
  role,
}: Attachment) => ({
  id,
  name: fileName,
  mediaType,
  byteSize,
  inline,
  role,
  url: `/attachments/${id}`,
});

/** Upload and download. */
export function serveFiles(app: FastifyInstance, options: FilesOptions): void {
  const { identify, database, blobs } = options;
  const takeFile = createTakeFile(options);

  app.post(api.uploadAttachment.path, async (request, reply) => {
    const caller = await callerOrProblem(request, reply, identify);
    if (caller === null) return reply;
    const access = authorise(api.uploadAttachment, caller.principal);
    if (access !== 'granted' || caller.principal === null) {
      return sendProblem(
        reply,
        webProblem(access === 'granted' ? 'not-signed-in' : access, caller),
      );
    }
    const file = await firstFile(request);
    if (file === null) return sendProblem(reply, notDoneProblem(decline('file-missing'), caller));
    const taken = await takeFile(fileOf(file), caller.principal);
    if ('declined' in taken) {
      // What is still on its way is not waited for.
      reply.header('connection', 'close');
      return sendProblem(reply, notDoneProblem(taken, caller));
    }
    const body = api.uploadAttachment.answer.parse(attachmentAnswer(taken));
    return sendAnswer(reply, { ok: true, status: 201, body });
  });

  app.get<{ Params: { id: string } }>('/attachments/:id', async (request, reply) => {
    const signedIn = await principalOrProblem(request, reply, identify);
    if (signedIn === null) return reply;
    const { caller, principal } = signedIn;
    const id = toId(request.params.id);
    const attachment = id === null ? undefined : await readAttachment(database.db, id);
    if (attachment === undefined || !(await mayReadFile(database, principal, attachment))) {
      return sendProblem(reply, webProblem('not-found', caller));
    }
    return sendFile(reply, blobs, attachment);
  });
}

async function firstFile(request: FastifyRequest): Promise<MultipartFile | null> {
  if (!request.isMultipart()) return null;
  return (
    (await request.file({ limits: { files: 1, fields: 10, fileSize: parserFileBytesMax } })) ?? null
  );
}

export function toId(text: string): number | null {
  const id = Number(text);
  return /^\d{1,15}$/.test(text) && Number.isSafeInteger(id) && id > 0 ? id : null;
}

interface Placed {
  readonly ticketId: number | null;
  readonly visibility: Visibility | null;
}

async function mayReadFile(
  database: Database,
  principal: Principal,
  file: Placed & { readonly uploadedByPersonId: number | null },
): Promise<boolean> {
  // Before it is sent it is a draft of whoever uploaded it.
  if (file.ticketId === null) return file.uploadedByPersonId === principal.personId;
  return mayReadMessage(database, principal, file);
}

/** Nothing internal leaves the firm; of the rest a reader sees what belongs to a request that it may see. */
export async function mayReadMessage(
  { db }: Database,
  principal: Principal,
  message: Placed | undefined,
): Promise<boolean> {
  if (message === undefined || message.ticketId === null) return false;
  const { ticketId, visibility } = message;
  if (visibility !== 'public' && !isStaff(principal)) return false;
  const ticket = await findTicketById(db, ticketId);
  if (ticket === undefined) return false;
  return (await findTicket(db, ticket.number, readerOf(principal))) !== undefined;
}

/** By the type that we found ourselves; whatever may not be shown in a window is saved. Nothing in it can act. */
export async function sendFile(
  reply: FastifyReply,
  blobs: BlobStore,
  file: Pick<Attachment, 'sha256' | 'fileName' | 'mediaType' | 'byteSize'>,
): Promise<FastifyReply> {
  const isShown = mayShowInline(file.mediaType);
  const type = file.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : file.mediaType;
  return reply
    .header('content-type', isShown ? type : 'application/octet-stream')
    .header(
      'content-disposition',
      contentDisposition(isShown ? 'inline' : 'attachment', file.fileName),
    )
    .header('content-security-policy', deadPolicy)
    .header('content-length', file.byteSize)
    .header('cache-control', 'private, no-store')
    .send(Readable.from(await blobs.openStream(file.sha256), { objectMode: false }));
}
