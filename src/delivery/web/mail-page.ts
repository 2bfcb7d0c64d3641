import type { FastifyReply } from 'fastify';
import type { Language } from '../../kernel/language.ts';
import { mailPolicy } from '../../platform/http.ts';
import * as m from '../ui/words/generated/messages.js';

/** The one sanitiser of the desk, on HTML of strangers; null: show the text. */
export type SafeMailHtml = (
  html: string,
  options: { readonly namesRemoteImages: boolean },
) => Promise<{
  readonly html: string;
  readonly remoteImages: number;
} | null>;

/** A mail, and where the pictures that it shows are served. */
export interface ShownMail {
  /** As received. */
  readonly html: string;
  /** Shown instead when the HTML cannot be made safe. */
  readonly text: string;
  /** Addresses of the mail's own pictures by their Content-ID, without brackets. */
  readonly ownPictures: ReadonlyMap<string, string>;
  readonly remotePictures: RemotePictures;
}

/**
 * Pictures on other machines tell the sender who reads, where and when. `blocked`: they are not there, and the page may
 * say where to ask for them. `shown`: each at the address that fetches it for the reader.
 */
export type RemotePictures =
  | { readonly state: 'blocked'; readonly showAddress: string | null }
  | { readonly state: 'shown'; readonly addressOf: (url: string) => string };

/** A mail as it was formatted: made safe, in a page of its own that cannot do anything either. */
export async function sendMailPage(
  reply: FastifyReply,
  mail: ShownMail,
  { safeMailHtml, language }: { readonly safeMailHtml: SafeMailHtml; readonly language: Language },
): Promise<FastifyReply> {
  const { remotePictures } = mail;
  const safe = await safeMailHtml(mail.html, {
    namesRemoteImages: remotePictures.state === 'shown',
  });
  const body =
    safe === null
      ? textOnly(mail.text, language)
      : askForPictures(safe.remoteImages, remotePictures, language) +
        placePictures(safe.html, mail);
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', mailPolicy)
    .header('cache-control', 'no-store')
    .send(mailDocument(body, language));
}

/**
 * The sanitiser writes no `<` and no `"` but its own, so that what it wrote can be read like this. A picture that is not
 * there leaves its description.
 */
function placePictures(html: string, { ownPictures, remotePictures }: ShownMail): string {
  const placed = html.replace(
    /(<img\b[^>]*?) src="([^"]*)"/g,
    (whole, before: string, escaped: string) => {
      const source = escaped.replaceAll('&amp;', '&');
      if (source.startsWith('data:')) return whole;
      const address = /^cid:/i.test(source)
        ? ownPictures.get(contentIdOf(source))
        : remotePictures.state === 'shown' && remotePictures.addressOf(source);
      return address ? `${before} src="${escapeHtml(address)}"` : before;
    },
  );
  return placed.replace(/<img\b(?![^>]* src=)[^>]*>/g, (picture) => {
    const description = / alt="([^"]+)"/.exec(picture)?.[1] ?? '';
    return description === '' ? '' : `<span style="${missingStyle}">${description}</span>`;
  });
}

/** RFC 2392: percent-encoded in the address, plain in the header of the part. */
function contentIdOf(source: string): string {
  const written = source.slice('cid:'.length);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

function askForPictures(count: number, pictures: RemotePictures, language: Language): string {
  if (count === 0 || pictures.state === 'shown') return '';
  const why = escapeHtml(m.common_mail_pictures_blocked({ count }, { locale: language }));
  const show = escapeHtml(m.common_mail_pictures_show({}, { locale: language }));
  const link =
    pictures.showAddress === null
      ? ''
      : ` <a href="${escapeHtml(pictures.showAddress)}" target="_self" style="${linkStyle}">${show}</a>`;
  return `<p style="${noteStyle}">${why}${link}</p>`;
}

function textOnly(text: string, language: Language): string {
  const why = escapeHtml(m.common_mail_text_only({}, { locale: language }));
  return `<p style="${noteStyle}">${why}</p><div style="white-space:pre-wrap">${escapeHtml(text)}</div>`;
}

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** White paper in both themes: the colours of a letter were chosen for it. */
const mailDocument = (body: string, language: Language): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>·</title><base target="_blank"><style>${style}</style></head><body>${body}</body></html>`;

const style = `
body{margin:0;padding:1rem;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;background:#fff;color:#1a1a1a}
img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}`;

/** What the desk itself says on the page carries its style with it: a letter has no names to take hold of, nor have we. */
const noteStyle =
  'margin:-1rem -1rem 1rem;padding:.625rem 1rem;background:#f2f1ee;border-bottom:1px solid #d9d7d2;font-size:.875rem;color:#3d3b37';
const linkStyle = 'display:inline-block;min-height:1.5rem;color:#1a1a1a;font-weight:600';
const missingStyle =
  'display:inline-block;padding:0 .375rem;border:1px dashed #a8a59e;border-radius:.25rem;color:#5c5a54;font-size:.875rem';
