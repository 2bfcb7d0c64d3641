import { z } from 'zod';
import { undeliveredReasons } from '../../../policy/undelivered.ts';

/** An instant as ISO 8601 in UTC. */
export const Time = z.iso.datetime();
export const Day = z.iso.date();
export const Id = z.int().positive();
export const PathId = z.coerce.number().int().positive();

export const LanguageCode = z.enum(['es', 'en']);
export const PriorityKey = z.enum(['p1', 'p2', 'p3', 'p4', 'agreed']);
export const StatusKey = z.enum([
  'held',
  'open',
  'waiting',
  'resolved',
  'closed',
  'referred',
  'rejected',
  'withdrawn',
]);
export const ChannelKey = z.enum(['portal', 'email', 'phone', 'visit', 'api']);
/** Why mail did not arrive. `stopped`: not tried, since earlier mail to the address came back. */
export const UndeliveredKey = z.enum(undeliveredReasons);
export const ClauseKey = z.string().max(8);

export const TimeZone = z.string().refine(isTimeZone, 'not a time zone of the IANA database');
export const Address = z
  .email()
  .max(254)
  .transform((address) => address.toLowerCase());
export const Password = z.string().min(10).max(200);
export const ShortText = z.string().trim().min(1).max(200);
export const LongText = z.string().trim().min(1).max(100_000);

export const PersonName = z.object({ personId: Id, name: z.string() }).meta({ id: 'PersonName' });
export type PersonName = z.infer<typeof PersonName>;

export const Texts = z.object({ es: z.string(), en: z.string() });

/** A clause that refused, or a condition that was looked at, with what was known then. */
export const Condition = z
  .object({
    clause: ClauseKey,
    key: z.string(),
    met: z.boolean(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    /** The condition in the reader's own language: what is missing and what to do. */
    words: z.string(),
  })
  .meta({ id: 'Condition' });
export type Condition = z.infer<typeof Condition>;

/** RFC 9457, with the clause when the agreement is what refuses. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    clause: ClauseKey.optional(),
    reason: z.string().optional(),
    errors: z
      .array(z.object({ in: z.string(), pointer: z.string(), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** Keyset pages: hand `nextCursor` back to get what follows. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export const page = <Item extends z.ZodType>(item: Item, id: string) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
