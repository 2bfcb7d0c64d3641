import { openBudgetedWorker } from '../../../platform/budgeted-worker.ts';
import type { Log } from '../../../platform/log.ts';
import type { SafeHtml, SanitizeOptions } from './safe-html.ts';

/** A letter of 1 MB takes a tenth of this; what takes longer was made to. */
const budgetMs = 2_000;
const memoryMegabytesMax = 256;

/** The sanitiser as web and mail call it: null means that the text is shown, never the raw HTML. */
export type SanitizeMail = (html: string, options?: SanitizeOptions) => Promise<SafeHtml | null>;

/**
 * The one sanitiser behind a budget: HTML that takes too long, too much memory, or breaks it is shown as text. Its
 * thread starts with the first mail.
 */
export function openSanitizer({
  script,
  log,
}: {
  readonly script: URL;
  readonly log: Log;
}): SanitizeMail {
  const worker = openBudgetedWorker<
    { readonly html: string; readonly options: SanitizeOptions },
    SafeHtml | null
  >({ script, budgetMs, memoryMegabytesMax });
  return async (html, options = {}) => {
    const outcome = await worker.run({ html, options });
    if (outcome.done) return outcome.output;
    log.warn(
      { reason: outcome.reason, characters: html.length },
      'the HTML of a mail could not be made safe in its budget; its text is shown',
    );
    return null;
  };
}
