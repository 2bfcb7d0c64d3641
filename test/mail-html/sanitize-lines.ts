// The desk's sanitiser for a scorer: one JSON {"id","html"} a line in, one {"id","html"} a line out. What is not safe
// to show as HTML comes back empty, as the desk then shows the text.
import { createInterface } from 'node:readline';
import { sanitizeMailHtml } from '../../src/delivery/mail/understand/safe-html.ts';

for await (const line of createInterface({ input: process.stdin })) {
  const { id, html } = JSON.parse(line) as { id: unknown; html: string };
  process.stdout.write(`${JSON.stringify({ id, html: sanitizeMailHtml(html)?.html ?? '' })}\n`);
}
