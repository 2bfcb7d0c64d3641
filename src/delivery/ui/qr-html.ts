import { qrModules, qrRuns } from './qr.ts';

const pixelsPerModule = 4;

/**
 * Where a QR code stands in a letter that is kept: drawn, it would be most of the letter's bytes, written and read again
 * at every step of its way. `address` is escaped already. Nobody else can write the mark: words of people are escaped.
 */
export const qrMark = (address: string): string => `<div data-qr="${address}"></div>`;

/** The letter as it is sent and shown: every mark as the code of its address. */
export const drawQrCodes = (html: string): string =>
  html.replace(/<div data-qr="([^"]*)"><\/div>/g, (_mark, address: string) =>
    qrHtml(
      address
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    ),
  );

/**
 * A QR code as a table of coloured cells: mail programs show it without loading anything and without attached pictures.
 * Colours stand in `bgcolor`, which also the old ones know; each row is a table of its own, so that no column has to fit
 * another row's.
 */
function qrHtml(text: string): string {
  const modules = qrModules(text);
  const width = modules.length * pixelsPerModule;
  const rows = modules.map((row) => {
    const cells = qrRuns(row).map(
      ({ dark, length }) =>
        `<td width="${length * pixelsPerModule}" bgcolor="${dark ? '#000000' : '#ffffff'}"></td>`,
    );
    return `<tr><td>${table(width, `<tr height="${pixelsPerModule}">${cells.join('')}</tr>`)}</td></tr>`;
  });
  return `<div aria-hidden="true" style="margin:0 0 16px;line-height:0;font-size:0">${table(width, rows.join(''))}</div>`;
}

const table = (width: number, rows: string): string =>
  `<table role="presentation" width="${width}" cellpadding="0" cellspacing="0" border="0">${rows}</table>`;
