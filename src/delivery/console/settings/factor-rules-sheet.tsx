import { useQuery } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import { Button } from '../parts/button.tsx';
import { Field, Select, TextInput } from '../parts/field.tsx';
import { filledIn } from '../parts/form-dialog.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { factorRulesQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';

/** Who must have a second factor, for administrators alone. */
export function FactorRulesSheet() {
  const rules = useQuery(factorRulesQuery());
  const set = useWrite('setFactorRules', {
    touches: [['factor-rules']],
    onDone: () => say(m.console_saved()),
  });
  if (rules.data === undefined) {
    return rules.isError ? (
      <ProblemNote error={rules.error} onRetry={() => void rules.refetch()} />
    ) : (
      <Waiting />
    );
  }
  const { agentsFrom, customerAdministrators, agentsWithout, customerAdministratorsWithout } =
    rules.data;
  return (
    <Sheet title={m.console_factor_rules_title()}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          const filled = filledIn(event.currentTarget);
          set.send({
            body: {
              agentsFrom: filled.text('agentsFrom') || null,
              customerAdministrators: filled.text('customerAdministrators') === 'on',
            },
          });
        }}
      >
        <p className="text-s text-soft">{m.console_factor_rules_hint()}</p>
        <Field
          name="agentsFrom"
          label={m.console_factor_rules_agents()}
          hint={m.console_factor_rules_agents_hint({ count: agentsWithout })}
        >
          <TextInput name="agentsFrom" type="date" defaultValue={agentsFrom ?? ''} />
        </Field>
        <Field
          name="customerAdministrators"
          label={m.console_factor_rules_customers()}
          hint={m.console_factor_rules_customers_hint({ count: customerAdministratorsWithout })}
        >
          <Select
            name="customerAdministrators"
            defaultValue={customerAdministrators ? 'on' : 'off'}
          >
            <option value="off">{m.console_factor_rules_off()}</option>
            <option value="on">{m.console_factor_rules_on()}</option>
          </Select>
        </Field>
        <ProblemNote error={set.error} />
        <Button type="submit" look="primary" busy={set.pending} className="self-start">
          {m.console_save()}
        </Button>
      </form>
    </Sheet>
  );
}
