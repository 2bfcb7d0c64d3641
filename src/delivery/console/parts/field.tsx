import { Field as Base } from '@base-ui/react/field';
import { type ComponentProps, createContext, type ReactNode, useContext } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import { cx } from './class-names.ts';

export const controlClass =
  'w-full rounded-s border border-edge bg-surface px-2.5 text-s text-ink placeholder:text-soft disabled:bg-sunken disabled:text-soft aria-invalid:border-bad';
const lineClass = `${controlClass} h-[2.125rem] pointer-coarse:h-11`;

/** What the desk found wrong with each field of the form around, by its name. */
export const FieldErrorsContext = createContext<ReadonlyMap<string, string>>(new Map());
export const FieldErrors = FieldErrorsContext.Provider;

interface FieldProps {
  /** Its name in the body of the request, by which the desk's objection finds it. */
  readonly name?: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A label, its control, what helps to fill it in and what was wrong with it, all tied together for screen readers. */
export function Field(props: FieldProps) {
  const { name, label, hint, optional, className, children } = props;
  const objections = useContext(FieldErrorsContext);
  const error = props.error ?? (name === undefined ? undefined : objections.get(name));
  return (
    <Base.Root
      invalid={error !== undefined}
      className={cx('flex min-w-0 flex-col gap-1', className)}
    >
      <Base.Label className="text-s font-medium">
        {label}
        {optional && <span className="font-text text-soft"> · {m.console_optional()}</span>}
      </Base.Label>
      {children}
      {hint !== undefined && (
        <Base.Description className="text-xs text-soft">{hint}</Base.Description>
      )}
      {error !== undefined && (
        <Base.Error match className="text-xs text-bad">
          {error}
        </Base.Error>
      )}
    </Base.Root>
  );
}

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <Base.Control render={<input {...rest} className={cx(lineClass, className)} />} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <Base.Control
      render={
        <textarea
          rows={4}
          {...rest}
          className={cx(controlClass, 'resize-y py-2 leading-text', className)}
        />
      }
    />
  );
}

/** The system's own list: quick, known on every phone, and it works by typing. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <Base.Control render={<select {...rest} className={cx(lineClass, 'pr-1', className)} />} />
  );
}

export function Checkbox({
  label,
  hint,
  className,
  ...rest
}: ComponentProps<'input'> & { label: string; hint?: string }) {
  return (
    <label className={cx('flex items-start gap-2.5 py-0.5 pointer-coarse:py-2', className)}>
      <input type="checkbox" {...rest} className="mt-0.5 size-4 shrink-0 accent-brand" />
      <span className="min-w-0">
        <span className="text-s">{label}</span>
        {hint !== undefined && <span className="block text-xs text-soft">{hint}</span>}
      </span>
    </label>
  );
}
