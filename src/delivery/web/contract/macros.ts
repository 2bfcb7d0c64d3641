import { z } from 'zod';
import { Id, PathId, PersonName, Time } from './common.ts';

const text = z.string().trim().min(1).max(8000).nullable();

export const Macro = z
  .object({
    id: Id,
    name: z.string(),
    /** For the whole desk; else the reader's own. */
    shared: z.boolean(),
    /** Null: not written in that language. */
    texts: z.object({ es: z.string().nullable(), en: z.string().nullable() }),
    changedBy: PersonName,
    changedAt: Time,
  })
  .meta({ id: 'Macro' });
export type Macro = z.infer<typeof Macro>;

export const Macros = z
  .object({
    items: z.array(Macro),
    /** What may stand in braces in a text; `cursor` is where writing goes on. */
    variables: z.array(
      z.enum(['contact', 'customer', 'ticket', 'subject', 'agent', 'firm', 'cursor']),
    ),
  })
  .meta({ id: 'Macros' });

export const MacroParams = z.object({ macroId: PathId });
export const WriteMacro = z.strictObject({
  name: z.string().trim().min(1).max(80),
  shared: z.boolean().default(false),
  texts: z.strictObject({ es: text, en: text }),
});
