import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';
import { Field } from './elements.tsx';

/** The address under which a password manager keeps the account. */
export const AddressField = ({
  context: { say },
  id,
  hint,
  email,
}: {
  readonly context: PageContext;
  readonly id: string;
  readonly hint?: string;
  readonly email: string;
}) => (
  <Field id={id} label={m.portal_email({}, say)} hint={hint}>
    {(described) => (
      <input
        {...described}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellcheck={false}
        required
        maxLength={254}
        value={email}
      />
    )}
  </Field>
);
