import { Field } from './elements.tsx';

/** Why the customer wants what it asks for, in its own words: shown again as typed when the form is refused. */
export const ReasonField = ({
  id,
  name = 'reason',
  label,
  hint,
  retained,
}: {
  readonly id: string;
  readonly name?: string;
  readonly label: string;
  readonly hint?: string;
  readonly retained: { readonly mistake?: string | undefined; readonly text?: string | undefined };
}) => (
  <Field id={id} label={label} hint={hint} error={retained.mistake}>
    {(described) => (
      <textarea
        {...described}
        name={name}
        rows={3}
        required
        minLength={3}
        maxLength={10_000}
        defaultValue={retained.text}
      />
    )}
  </Field>
);
