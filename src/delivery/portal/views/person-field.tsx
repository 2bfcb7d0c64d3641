import * as m from '../../ui/words/generated/messages.js';
import type { Contact } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { Field, Option } from './elements.tsx';

/** Of whom: one of the people of the company, or anybody. */
export const PersonField = ({
  context: { say },
  contacts,
  chosen,
}: {
  readonly context: PageContext;
  readonly contacts: readonly Contact[];
  readonly chosen: number | null;
}) => (
  <Field id="person" label={m.portal_filter_person({}, say)}>
    {(described) => (
      <select {...described} name="person">
        <Option value="" chosen={String(chosen ?? '')}>
          {m.portal_filter_anybody({}, say)}
        </Option>
        {contacts.map(({ personId, name }) => (
          <Option key={personId} value={String(personId)} chosen={String(chosen ?? '')}>
            {name}
          </Option>
        ))}
      </select>
    )}
  </Field>
);
