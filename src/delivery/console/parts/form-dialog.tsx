import { type ReactNode, useEffect, useRef } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import { problemWords } from '../server/problem-words.ts';
import { Button, type ButtonLook } from './button.tsx';
import { Dialog, DialogActions, DialogBody } from './dialog.tsx';
import { FieldErrors } from './field.tsx';
import { ProblemNote } from './notice.tsx';

/** What was filled in, by the names of the fields. Texts come without the blanks around them. */
export interface Filled {
  text(name: string): string;
  /** Undefined when it was left empty. */
  given(name: string): string | undefined;
  checked(name: string): boolean;
  all(name: string): readonly string[];
}

interface FormDialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly act: string;
  readonly look?: ButtonLook;
  readonly size?: 'small' | 'medium' | 'large';
  /** Whether what was chosen so far can be sent. */
  readonly ready?: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onSend: (filled: Filled) => void;
  readonly children: ReactNode;
}

/** A form on top of the screen. What the desk refuses stays filled in, with what was wrong beside its field. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, act, look = 'primary', size, ready = true } = props;
  const { busy, error, onClose, onSend } = props;
  const problem = useRef<HTMLDivElement>(null);
  // A form may be longer than the dialog: what was wrong is not left below its edge.
  useEffect(() => {
    if (error != null) problem.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      {...(description === undefined ? {} : { description })}
      {...(size === undefined ? {} : { size })}
    >
      <FieldErrors value={error == null ? new Map() : problemWords(error).fields}>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) onSend(filledIn(event.currentTarget));
          }}
        >
          <DialogBody>
            {props.children}
            <div ref={problem} className="scroll-mb-5">
              <ProblemNote error={error} />
            </div>
          </DialogBody>
          <DialogActions>
            <Button onClick={onClose}>{m.console_cancel()}</Button>
            <Button type="submit" look={look} busy={busy} disabled={!ready}>
              {act}
            </Button>
          </DialogActions>
        </form>
      </FieldErrors>
    </Dialog>
  );
}

export function filledIn(form: HTMLFormElement): Filled {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  return {
    text,
    given: (name) => text(name) || undefined,
    checked: (name) => data.has(name),
    all: (name) => data.getAll(name).map(String),
  };
}
