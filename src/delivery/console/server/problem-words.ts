import * as m from '../../ui/words/generated/messages.js';
import { ProblemAnswer } from '../../web/contract.ts';
import { Unreachable } from './call.ts';

/** What happened and what to do, for people. */
export interface ProblemWords {
  readonly title: string;
  readonly detail: string | undefined;
  readonly clause: string | undefined;
  /** What was wrong with each field, by its name in the body. */
  readonly fields: ReadonlyMap<string, string>;
}

/** The desk's own words when it answered; ours when it could not. */
export function problemWords(error: unknown): ProblemWords {
  if (error instanceof ProblemAnswer) {
    const { title, detail, clause, errors = [] } = error.problem;
    const fields = new Map(errors.map(({ pointer, message }) => [nameIn(pointer), message]));
    return { title, detail, clause, fields };
  }
  const unreachable = error instanceof Unreachable;
  return {
    title: unreachable ? m.console_error_unreachable_title() : m.console_error_unexpected_title(),
    detail: unreachable
      ? m.console_error_unreachable_detail()
      : m.console_error_unexpected_detail(),
    clause: undefined,
    fields: new Map(),
  };
}

export const isStatus = (error: unknown, status: number): boolean =>
  error instanceof ProblemAnswer && error.problem.status === status;

/** "/contract/startsOn" is shown at the field `startsOn`. */
const nameIn = (pointer: string): string => pointer.split('/').at(-1) ?? pointer;
