// Sanitises in a thread of its own: what safe-html-in-budget.ts starts.
import { parentPort } from 'node:worker_threads';
import { type SanitizeOptions, sanitizeMailHtml } from './safe-html.ts';

parentPort?.on('message', ({ html, options }: { html: string; options: SanitizeOptions }) => {
  parentPort?.postMessage(sanitizeMailHtml(html, options));
});
parentPort?.postMessage('ready');
