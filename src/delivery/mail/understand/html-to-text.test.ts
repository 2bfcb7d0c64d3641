import { expect, test } from 'vitest';
import { htmlToText } from './html-to-text.ts';

test.each([
  ['<p>Uno</p><p>Dos</p>', 'Uno\n\nDos'],
  ['Uno<br>Dos<div>Tres</div>', 'Uno\nDos\nTres'],
  ['a <b>b</b>c  <i> d</i>', 'a bc d'],
  ['<ul><li>pan</li><li>sal</li></ul>', '- pan\n- sal'],
  ['<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>', '1\t2\n3'],
  ['<pre>a\n  b</pre>', 'a\n  b'],
  ['mío<blockquote>suyo<blockquote>más</blockquote></blockquote>', 'mío\n\n> suyo\n>\n> > más'],
  ['<style>p{}</style><script>x()</script><title>t</title>sí', 'sí'],
  ['1 &lt; 2 &amp; &ntilde;', '1 < 2 & ñ'],
])('%s', (html, text) => {
  expect(htmlToText(html)).toBe(text);
});

test('no depth loses the words, and none costs time', () => {
  const before = performance.now();
  for (const tags of [
    '<div>',
    '<p><li>',
    '<b><i>',
    '<table><tr><td>',
    '<div><script></div></script>',
  ])
    expect(htmlToText(`antes ${tags.repeat(60_000)} después`)).toMatch(/antes\s+después/);
  expect(htmlToText('<td>x'.repeat(100_000)).length).toBeGreaterThan(100_000);
  expect(htmlToText('<\n'.repeat(100_000)).length).toBeGreaterThan(100_000);
  expect(performance.now() - before).toBeLessThan(4_000);
});
