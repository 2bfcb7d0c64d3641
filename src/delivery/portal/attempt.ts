import { type Problem, ProblemAnswer } from '../web/contract.ts';

export type Attempt<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly problem: Problem };

/** A refusal of the desk as a value, so that the page can show the form again with everything in it. */
export async function attempt<T>(act: Promise<T>): Promise<Attempt<T>> {
  try {
    return { done: true, value: await act };
  } catch (error) {
    if (error instanceof ProblemAnswer) return { done: false, problem: error.problem };
    throw error;
  }
}
