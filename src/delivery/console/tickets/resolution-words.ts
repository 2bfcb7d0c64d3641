import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';

export type ResolutionForm = NonNullable<Ticket['resolutionForm']>;

export const resolutionForms = ['solution', 'instructions', 'accompaniment'] as const;

export const resolutionWords: Readonly<Record<ResolutionForm, () => string>> = {
  solution: m.console_form_solution,
  instructions: m.console_form_instructions,
  accompaniment: m.console_form_accompaniment,
};
