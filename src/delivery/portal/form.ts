import type { PageRequest } from '../web/contract.ts';

type Form = PageRequest['form'];

/** The text of a field, trimmed; empty when it was not sent. */
export const textOf = (form: Form, name: string): string => form[name]?.[0]?.trim() ?? '';

export const isTicked = (form: Form, name: string): boolean => form[name] !== undefined;

export const numberOf = (form: Form, name: string): number | undefined => {
  const number = Number(textOf(form, name));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

/**
 * One key for each form that is shown: pressing twice, or sending again after a lost answer, happens once.
 * The key that came with a form is kept while the same form is shown again.
 */
export const formKey = (form: Form): string => textOf(form, 'key') || crypto.randomUUID();

/** Only a path of this desk, never another place, and never the page that asks to sign in. */
export function safeNext(next: string | null | undefined): string | undefined {
  if (!next || !/^\/(?![/\\])[^\\\s]*$/.test(next) || next.startsWith('/sign-in')) return undefined;
  return next;
}
