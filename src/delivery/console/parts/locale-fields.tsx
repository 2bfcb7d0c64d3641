import { type ComponentProps, useId } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import { Field, Select, TextInput } from './field.tsx';

export function LanguageSelect({ defaultValue }: { defaultValue: 'es' | 'en' }) {
  return (
    <Field name="language" label={m.console_field_language()}>
      <Select name="language" defaultValue={defaultValue}>
        <option value="es">Español</option>
        <option value="en">English</option>
      </Select>
    </Field>
  );
}

/** Any zone of the IANA database; the browser's own list helps to find it. */
export function TimeZoneInput(
  input: Pick<ComponentProps<'input'>, 'defaultValue' | 'value' | 'onChange'>,
) {
  const zones = useId();
  return (
    <Field name="timeZone" label={m.console_field_time_zone()}>
      <TextInput name="timeZone" required list={zones} {...input} />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </Field>
  );
}
