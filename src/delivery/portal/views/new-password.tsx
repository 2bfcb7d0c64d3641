import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';
import { Field } from './elements.tsx';

interface NewPasswordProps {
  readonly context: PageContext;
  readonly name?: string;
  readonly optional?: boolean;
  readonly hint?: string;
}

/** Ten characters or more, pasted if one likes: length is what protects, and managers make the best ones. */
export const NewPasswordField = ({
  context: { say },
  name = 'password',
  optional = false,
  hint,
}: NewPasswordProps) => (
  <Field
    id={name}
    label={m.portal_new_password({}, say)}
    hint={hint ?? m.portal_new_password_hint({}, say)}
    {...(optional ? { optional: m.portal_optional({}, say) } : {})}
  >
    {(described) => (
      <input
        {...described}
        name={name}
        type="password"
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
        required={!optional}
      />
    )}
  </Field>
);
