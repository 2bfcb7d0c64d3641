export interface ExplainOptions {
  /** Adds every interval, counted or not, and why. */
  readonly proof: boolean;
}

/** An answer that a person can read and a program can compare. A question that has none says why. */
export type Answer = Readonly<Record<string, unknown>>;
