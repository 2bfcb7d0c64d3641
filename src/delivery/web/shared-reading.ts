/**
 * One reading for all who ask at about the same time. Readings begin at least `spacingMs` apart, and none that answers a
 * question began before it was asked: whoever hears of a change and asks sees it, and a hundred screens cost what one does.
 */
export function sharedReading<Input, Answer>(
  read: (input: Input) => Promise<Answer>,
  spacingMs: number,
): (input: Input) => Promise<Answer> {
  let mayBegin = Promise.resolve();
  let next: Promise<Answer> | null = null;
  return (input) => {
    next ??= mayBegin.then(() => {
      next = null;
      mayBegin = new Promise((resolve) => {
        setTimeout(resolve, spacingMs).unref();
      });
      return read(input);
    });
    return next;
  };
}
