import type { FastifyInstance } from 'fastify';
import { isLanguage } from '../../kernel/language.ts';
import type { LetterDraft, Recipient } from '../../modules/notifications/index.ts';
import { drawQrCodes } from '../ui/qr-html.ts';
import { principalOrProblem, sendProblem } from './api-routes.ts';
import type { FilesOptions } from './files.ts';
import { type SafeMailHtml, sendMailPage } from './mail-page.ts';
import { webProblem } from './problems.ts';
import { letterIn } from './routes/letters.ts';

export interface LetterPageOptions extends FilesOptions {
  readonly safeMailHtml: SafeMailHtml;
  /** The example of a letter as it would be sent. */
  readonly exampleOf: (
    draft: LetterDraft,
    reader: Recipient,
  ) => Promise<{ readonly html: string; readonly text: string }>;
}

const formBytesMax = 64 * 1024;

/**
 * A letter with texts that nobody has saved yet, as a mail program would show it: in a page of its own, made safe like
 * any mail. A form, since such texts do not fit in an address; it changes nothing.
 */
export function serveLetterPage(scope: FastifyInstance, options: LetterPageOptions): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytesMax },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  scope.post<{ Params: { letter: string; language: string } }>(
    '/letters/:letter/:language/html',
    async (request, reply) => {
      const signedIn = await principalOrProblem(request, reply, options.identify, [
        'administrator',
      ]);
      if (signedIn === null) return reply;
      const { caller, principal } = signedIn;
      const { letter: name, language } = request.params;
      const letter = isLanguage(language) ? letterIn({ letter: name, language }) : null;
      const form = request.body instanceof URLSearchParams ? request.body : null;
      if (letter === null || form === null)
        return sendProblem(reply, webProblem('not-found', caller));
      const texts = {
        subject: form.get('subject'),
        opening: form.get('opening'),
        closing: form.get('closing'),
      };
      const reader = { ...principal, address: principal.email };
      const { html, text } = await options.exampleOf({ ...letter, texts }, reader);
      return sendMailPage(
        reply,
        {
          html: drawQrCodes(html),
          text,
          ownPictures: new Map(),
          remotePictures: { state: 'blocked', showAddress: null },
        },
        { ...options, language: caller.language },
      );
    },
  );
}
