import { expect, it } from 'vitest';
import { readTrustedResults } from './authentication-results.ts';

const read = (value: string) =>
  readTrustedResults(value, { authservId: 'mx.firma.ve', authorDomain: 'orinoco.example' });

it('RFC 8601 what our own server wrote is read', () => {
  expect(
    read(
      'mx.firma.ve; dkim=pass header.d=orinoco.example header.s=s1; spf=pass smtp.mailfrom=ana@orinoco.example; dmarc=pass (p=REJECT sp=NONE; ok) header.from=orinoco.example',
    ),
  ).toMatchObject({
    by: 'own-server',
    spf: { result: 'pass', domain: 'orinoco.example' },
    dkim: [{ result: 'pass', domain: 'orinoco.example', aligned: true }],
    dmarc: { result: 'pass', policy: 'reject' },
  });
});

it('another server’s is not, however it writes its name', () => {
  for (const name of [
    'mx.fuera.example',
    'mx.firma.ve.fuera.example',
    '"mx.firma.ve x"',
    '(mx.firma.ve) x',
    '',
  ]) {
    expect(read(`${name}; dmarc=pass header.from=orinoco.example`)).toBeNull();
  }
});

it('a verdict about another author, in a comment or in quotes is none about this one', () => {
  for (const result of [
    'dmarc=pass header.from=otro.example',
    'dmarc=fail (dmarc=pass header.from=orinoco.example; dmarc=pass) header.from=orinoco.example',
    'spf=fail smtp.mailfrom="a; dmarc=pass"@x.example',
  ]) {
    expect(read(`mx.firma.ve; ${result}`)?.dmarc.result).not.toBe('pass');
  }
});
