import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Field, Select } from './field.tsx';
import type { Filled } from './form-dialog.tsx';

type UnverifiedMail = CallOutput<Api['getMailRules']>['unverifiedMail'];

/** II: what happens to unproven mail; for a customer also that the firm's own rule holds. */
export function UnverifiedMailSelect({
  value,
  ofCustomer = false,
  hint,
}: {
  value: UnverifiedMail | null;
  ofCustomer?: boolean;
  hint: string;
}) {
  return (
    <Field name="unverifiedMail" label={m.console_unverified_label()} hint={hint}>
      <Select name="unverifiedMail" defaultValue={value ?? ''}>
        {ofCustomer && <option value="">{m.console_unverified_as_firm()}</option>}
        <option value="confirm">{m.console_unverified_confirm()}</option>
        <option value="accept-unpublished">{m.console_unverified_accept_unpublished()}</option>
        <option value="accept">{m.console_unverified_accept()}</option>
      </Select>
    </Field>
  );
}

/** What was chosen; null: as the firm decides. */
export function unverifiedMailOf(filled: Filled): UnverifiedMail | null {
  const chosen = filled.text('unverifiedMail');
  return chosen === 'confirm' || chosen === 'accept-unpublished' || chosen === 'accept'
    ? chosen
    : null;
}
