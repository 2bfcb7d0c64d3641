import { expect, test } from 'vitest';
import { htmlToText } from '../html-to-text.ts';
import { withoutQuotedHtml } from './quoted-html.ts';

const left = (html: string) => {
  const own = withoutQuotedHtml(html);
  return own === null ? null : htmlToText(own);
};

test.each([
  [
    'Gmail',
    '<div>Listo</div><div class="gmail_quote gmail_quote_container"><div class="gmail_attr">El jue…</div><blockquote>viejo</blockquote></div>',
  ],
  [
    'Outlook on the web',
    '<div>Listo</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">De: Mesa</div><div>viejo</div>',
  ],
  [
    'Outlook for Mac',
    '<div>Listo</div><span id="OLK_SRC_BODY_SECTION"><div>viejo</div></span><p>viejo también</p>',
  ],
  ['Apple Mail', '<div>Listo</div><blockquote type="cite"><div>viejo</div></blockquote>'],
  [
    'Thunderbird',
    '<p>Listo</p><div class="moz-cite-prefix">El 5/6/25 escribió:</div><blockquote type="cite">viejo</blockquote>',
  ],
  [
    'Yahoo',
    '<div>Listo</div><div id="ydp1yahoo_quoted_2" class="ydp1yahoo_quoted"><div>viejo</div></div>',
  ],
  [
    'Proton',
    '<div>Listo</div><div class="protonmail_quote">El jue…<blockquote class="protonmail_quote" type="cite">viejo</blockquote></div>',
  ],
  ['Hotmail', '<div>Listo<hr id="stopSpelling">viejo</div>'],
])('%s', (_, html) => {
  expect(left(html)).toBe('Listo');
});

test('the answer below the quote stays', () => {
  expect(
    left(
      '<div class="moz-cite-prefix">El 5/6…</div><blockquote type="cite">viejo</blockquote><p>Abajo</p>',
    ),
  ).toBe('Abajo');
});

test('a forward that Gmail wraps as a quote is content', () => {
  expect(
    left(
      '<div>Vean</div><div class="gmail_quote">---------- Forwarded message ---------<br>De: Ana<br>cuerpo</div>',
    ),
  ).toBeNull();
});

test('answers between the pieces of a broken quote stay with it', () => {
  expect(
    left(
      '<div class="gmail_quote"><blockquote>¿Cuál?</blockquote><div>La dos</div><blockquote>¿Cuándo?</blockquote></div>',
    ),
  ).toBeNull();
});

test('plain letters and own indentation are left alone', () => {
  expect(left('<p>Hola</p><blockquote>cita mía</blockquote>')).toBeNull();
});
