import { expect, test } from 'vitest';
import { safeFileName } from './file-names.ts';
import { readStructured } from './header-parameters.ts';

const parameter = (value: string, name: string) =>
  readStructured(Buffer.from(value, 'utf8').toString('latin1'), null).parameters.get(name);

test.each([
  ['attachment; filename="informe final.pdf"', 'informe final.pdf'],
  ['attachment; filename=informe final.pdf; size=3', 'informe final.pdf'],
  ['attachment; filename="=?utf-8?Q?a=C3=B1o.pdf?="', 'año.pdf'],
  ["attachment; filename*=utf-8''a%C3%B1o%20uno.pdf", 'año uno.pdf'],
  ["attachment; filename=ano.pdf; filename*=utf-8''a%C3%B1o.pdf", 'año.pdf'],
  ['attachment; filename*0*=utf-8\'\'a%C3%B1o; filename*1=" dos"; filename*2=.pdf', 'año dos.pdf'],
  ['attachment; filename="año.pdf"', 'año.pdf'],
  ['attachment; filename=uno.pdf; filename=dos.exe', 'uno.pdf'],
  ['attachment (nota; filename=falso.exe); filename=bueno.pdf', 'bueno.pdf'],
  ['attachment; filename="con ; y \\"comillas\\".txt"', 'con ; y "comillas".txt'],
])('%s', (value, name) => {
  expect(parameter(value, 'filename')).toBe(name);
});

test('the value is lower case and free of comments', () => {
  expect(readStructured('TEXT/Plain (rfc) ; charset=X', null).value).toBe('text/plain');
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Documentos\\acta.pdf', 'acta.pdf'],
  ['..', ''],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['fac\u0000tura\r\n.pdf', 'factura .pdf'],
  ['foto\u202egpj.exe', 'fotogpj.exe'],
  ['acta.pdf', 'acta.pdf'],
  [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(196)}.pdf`],
])('file name %j becomes %j', (given, safe) => {
  expect(safeFileName(given)).toBe(safe);
});
