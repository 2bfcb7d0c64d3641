import { z } from 'zod';
import { Id, PathId, Time } from './common.ts';
import { Attachment, PendingReply, TicketParams, TicketSummary } from './tickets.ts';

const content = {
  mode: z.enum(['reply', 'note', 'ask', 'resolve']),
  /** VIII.a: only of a resolution. */
  form: PendingReply.shape.form,
};

export const Draft = z
  .object({
    id: Id,
    ...content,
    /** Written on another machine than what is the draft now; its writer takes it in or drops it. */
    setAside: z.boolean(),
    text: z.string(),
    attachments: z.array(Attachment),
    /** The newest message of somebody else that its writer had seen. */
    seenMessageId: Id.nullable(),
    /** Counts the savings. */
    revision: z.int(),
    writtenAt: Time,
  })
  .meta({ id: 'Draft' });
export type Draft = z.infer<typeof Draft>;

/** The reader's own of one request: at most one of each mode that is not set aside. */
export const Drafts = z.object({ items: z.array(Draft) }).meta({ id: 'Drafts' });
export const MyDrafts = z
  .object({
    items: z.array(
      Draft.extend({ ticket: TicketSummary.pick({ number: true, subject: true }) }).omit({
        attachments: true,
        seenMessageId: true,
      }),
    ),
  })
  .meta({ id: 'MyDrafts' });
export type MyDraft = z.infer<typeof MyDrafts>['items'][number];

export const DraftParams = TicketParams.extend({ draftId: PathId });
export const KeepDraft = z.strictObject({
  mode: Draft.shape.mode,
  form: Draft.shape.form.default(null),
  /** As it was typed, every space of it. */
  text: z.string().max(100_000),
  attachmentIds: z.array(Id).max(20).default([]),
  seenMessageId: Id.nullable().default(null),
  /** The saving that it went on from; null when it began anew. */
  basedOn: z.int().positive().nullable(),
  /** When it was typed. */
  writtenAt: Time,
});
