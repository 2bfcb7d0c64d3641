import { qrMark } from '../../ui/qr-html.ts';

/** What letters are made of. Text for people who read text, HTML for the others: the same words in both. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** What a person wrote, kept apart from what the desk says. */
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'link'; readonly words: string; readonly url: string }
  /** An address as a picture; only beside the same address in words. */
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'small'; readonly text: string };

export interface LetterDraft {
  readonly subject: string;
  readonly language: string;
  readonly blocks: readonly Block[];
  /** Who signs: the mailbox, in its own words, else the firm. */
  readonly footer: string;
}

/** Lays a letter out. Nothing in it loads from anywhere; every word of a person is escaped. */
export function layOut(draft: LetterDraft): {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
} {
  return {
    // A line break in a subject would begin another header.
    subject: draft.subject.replace(/\s+/g, ' ').trim().slice(0, 250),
    text: `${blocksAsText(draft.blocks)}\n\n-- \n${draft.footer.trim()}\n`,
    html: page(draft),
  };
}

export const blocksAsText = (blocks: readonly Block[]): string =>
  blocks
    .map(asText)
    .filter((text) => text !== '')
    .join('\n\n');

function asText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'written':
    case 'small':
      return block.text.trim();
    case 'facts':
      return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'link':
      return `${block.words}:\n${block.url}`;
    case 'qr':
      return '';
  }
}

const ink = '#1f2a33';
const soft = '#5a6872';
const line = '#dde3e7';
const accent = '#0b5d66';

function asHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${lines(block.text)}</p>`;
    case 'written':
      return `<div style="margin:0 0 20px;padding:14px 16px;border:1px solid ${line};border-radius:8px">${lines(block.text)}</div>`;
    case 'small':
      return `<p style="margin:0 0 12px;color:${soft};font-size:13px">${lines(block.text)}</p>`;
    case 'facts':
      return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 20px;border-collapse:collapse">${block.rows
        .map(
          ([label, value]) =>
            `<tr><td style="padding:4px 16px 4px 0;color:${soft};vertical-align:top">${escapeHtml(label)}</td><td style="padding:4px 0;font-weight:600;overflow-wrap:anywhere;word-break:break-word">${escapeHtml(value)}</td></tr>`,
        )
        .join('')}</table>`;
    case 'list':
      return `<ul style="margin:0 0 16px;padding-left:20px">${block.items.map((item) => `<li style="margin:0 0 6px">${lines(item)}</li>`).join('')}</ul>`;
    case 'link':
      return `<p style="margin:0 0 20px"><a href="${escapeHtml(block.url)}" style="display:inline-block;padding:11px 18px;border-radius:8px;background:${accent};color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(block.words)}</a></p>`;
    case 'qr':
      return qrMark(escapeHtml(block.text));
  }
}

const page = (draft: LetterDraft): string =>
  `<!doctype html><html lang="${draft.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(draft.subject)}</title></head><body style="margin:0;padding:24px;background:#ffffff;color:${ink};font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"><div style="max-width:560px">${draft.blocks.map(asHtml).join('')}<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid ${line};color:${soft};font-size:13px">${lines(draft.footer)}</p></div></body></html>`;

const lines = (text: string): string => escapeHtml(text.trim()).replace(/\r?\n/g, '<br>');

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
