/**
 * Something that the person who starts the product can put right: a wrong setting, a folder that cannot be entered.
 * `main` prints the message without a stack and ends with code 1.
 */
export class StartProblem extends Error {
  override name = 'StartProblem';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
