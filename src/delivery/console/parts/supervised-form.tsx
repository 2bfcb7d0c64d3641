import type { ReactNode } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import { useSession } from '../session/session.tsx';
import { Button } from './button.tsx';
import { type Filled, filledIn } from './form-dialog.tsx';
import { ProblemNote } from './notice.tsx';

/** A form in a sheet that everybody reads and only supervision changes. */
export function SupervisedForm({
  pending,
  error,
  onSend,
  children,
}: {
  pending: boolean;
  error: unknown;
  onSend: (filled: Filled) => void;
  children: ReactNode;
}) {
  const { rights } = useSession();
  return (
    <form
      className="p-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(filledIn(event.currentTarget));
      }}
    >
      <fieldset disabled={!rights.supervision} className="flex flex-col gap-4">
        {children}
        <ProblemNote error={error} />
        {rights.supervision ? (
          <Button type="submit" look="primary" busy={pending} className="self-start">
            {m.console_save()}
          </Button>
        ) : (
          <p className="text-soft">{m.console_only_supervision()}</p>
        )}
      </fieldset>
    </form>
  );
}
