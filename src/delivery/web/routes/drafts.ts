import { decline } from '../../../kernel/declined.ts';
import { readAttachmentsById } from '../../../modules/correspondence/index.ts';
import {
  type Draft,
  discardDraft,
  draftsOf,
  findTicket,
  keepDraft,
  listDrafts,
  namesOfTickets,
} from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { describeAttachment, readerOf } from '../describe-ticket.ts';
import { type Mounting, notFound } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';

const listedMax = 50;

/** What the caller has written and not sent. Every operation is about its own alone. */
export function mountDrafts({ mount }: Mounting): void {
  mount('listMyDrafts', async (_, { database: { db }, principal }) => {
    const drafts = await listDrafts(db, principal.personId, listedMax);
    const tickets = await namesOfTickets(
      db,
      drafts.map(({ ticketId }) => ticketId),
    );
    return {
      items: drafts.flatMap((draft) => {
        const ticket = tickets.get(draft.ticketId);
        return ticket === undefined ? [] : [{ ...draftAnswer(draft), ticket }];
      }),
    };
  });

  mount('listDrafts', async ({ params }, context) => {
    const ticket = await ticketOf(params.number, context);
    return ticket === undefined ? notFound : shown(ticket.id, context);
  });

  mount('keepDraft', async ({ params, body }, context) => {
    const { database, principal, at } = context;
    const ticket = await ticketOf(params.number, context);
    if (ticket === undefined) return notFound;
    if (body.form !== null && body.mode !== 'resolve') return decline('resolution-form-missing');
    const declined = await inTransaction(database, (tx) =>
      keepDraft(tx, {
        ...body,
        writtenAt: Date.parse(body.writtenAt),
        personId: principal.personId,
        ticketId: ticket.id,
        at,
      }),
    );
    return declined ?? shown(ticket.id, context);
  });

  mount('discardDraft', async ({ params }, context) => {
    const { database, principal } = context;
    const ticket = await ticketOf(params.number, context);
    if (ticket === undefined) return notFound;
    const { personId } = principal;
    const discarded = await inTransaction(database, (tx) =>
      discardDraft(tx, { id: params.draftId, personId, ticketId: ticket.id }),
    );
    return discarded ? undefined : notFound;
  });
}

const ticketOf = (number: number, { database, principal }: RequestContext) =>
  findTicket(database.db, number, readerOf(principal));

/** What the caller has of this request. Files that were sent or dropped meanwhile are no longer of a draft. */
async function shown(ticketId: number, { database: { db }, principal }: RequestContext) {
  const { personId } = principal;
  const drafts = await draftsOf(db, { personId, ticketId });
  const files = await readAttachmentsById(
    db,
    drafts.flatMap(({ attachmentIds }) => attachmentIds),
  );
  const unsent = files.filter(
    (file) => file.messageId === null && file.uploadedByPersonId === personId,
  );
  return {
    items: drafts.map((draft) => ({
      ...draftAnswer(draft),
      attachments: unsent
        .filter(({ id }) => draft.attachmentIds.includes(id))
        .map(describeAttachment),
    })),
  };
}

const draftAnswer = ({ id, mode, setAside, text, form, seenMessageId, ...draft }: Draft) => ({
  id,
  mode,
  setAside,
  text,
  form,
  seenMessageId,
  revision: draft.revision,
  writtenAt: new Date(draft.writtenAt).toISOString(),
});
