import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';
import { Field } from './elements.tsx';

/** The address under which a password manager keeps the account. */
export const AddressField = ({
  context: { say },
  id,
  hint,
  email,
  withPasskeys = false,
}: {
  readonly context: PageContext;
  readonly id: string;
  readonly hint?: string;
  readonly email: string;
  /** The browser offers them in it. */
  readonly withPasskeys?: boolean;
}) => (
  <Field id={id} label={m.portal_email({}, say)} hint={hint}>
    {(described) => (
      <input
        {...described}
        name="email"
        type="email"
        autoComplete={withPasskeys ? 'username webauthn' : 'username'}
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
