import { expect, it } from 'vitest';
import { deadDns, fixedDns } from '../../../../test/support/test-dns.ts';
import { findingWords } from '../../ui/check-words.ts';
import { examineDkim, examineDmarc, examineMx, examineSpf } from './examine-zone.ts';

const domain = 'firma.com.ve';
const txt = (...records: string[]) => records.map((record) => [record]);

it.each([
  [{ [`MX ${domain}`]: [{ exchange: 'mx1.firma.com.ve', priority: 10 }] }, 'ok', 'mx-there'],
  [{}, 'broken', 'mx-none'],
  [{ [`MX ${domain}`]: [{ exchange: '', priority: 0 }] }, 'broken', 'mx-null'],
])('MX %j is %s: %s', async (zone, verdict, key) => {
  expect(await examineMx(fixedDns(zone), domain)).toMatchObject({ verdict, key });
});

it.each([
  [['v=spf1 mx -all'], 'ok', 'spf-there'],
  [['google-site-verification=x', 'v=spf1 include:_spf.google.com ~all'], 'ok', 'spf-there'],
  [['v=spf1 redirect=_spf.firma.com.ve'], 'ok', 'spf-there'],
  [['v=spf10 mx -all'], 'broken', 'spf-none'],
  [['v=spf1 mx -all', 'v=spf1 a -all'], 'broken', 'spf-several'],
  [['v=spf1 +all'], 'broken', 'spf-anybody'],
  [['v=spf1 all'], 'broken', 'spf-anybody'],
  [['v=spf1 mx ?all'], 'warning', 'spf-open'],
  [['v=spf1 mx'], 'warning', 'spf-open'],
])('SPF %j is %s: %s', async (records, verdict, key) => {
  const dns = fixedDns({ [`TXT ${domain}`]: txt(...records) });
  expect(await examineSpf(dns, domain)).toMatchObject({ verdict, key });
});

it('a text comes in pieces', async () => {
  const dns = fixedDns({ [`TXT ${domain}`]: [['v=spf1 mx', ' -all']] });
  expect(await examineSpf(dns, domain)).toMatchObject({ verdict: 'ok' });
});

it.each([
  [{ [`TXT _dmarc.soporte.${domain}`]: txt('v=DMARC1; p=reject') }, 'ok', 'dmarc-there'],
  [{ [`TXT _dmarc.${domain}`]: txt('v=DMARC1;p=quarantine') }, 'ok', 'dmarc-there'],
  [
    { [`TXT _dmarc.${domain}`]: txt('v=DMARC1; p=none; rua=mailto:a@b.ve') },
    'ok',
    'dmarc-watching',
  ],
  [
    { [`TXT _dmarc.${domain}`]: txt('v=DMARC1; p=none', 'v=DMARC1; p=none') },
    'broken',
    'dmarc-several',
  ],
  [
    { [`TXT _dmarc.${domain}`]: txt('v=DMARC1; rua=mailto:a@b.ve') },
    'broken',
    'dmarc-without-policy',
  ],
  // A whole country publishes nothing for us.
  [{ 'TXT _dmarc.ve': txt('v=DMARC1; p=reject') }, 'warning', 'dmarc-none'],
])('DMARC %j is %s: %s', async (zone, verdict, key) => {
  expect(await examineDmarc(fixedDns(zone), `soporte.${domain}`)).toMatchObject({ verdict, key });
});

const signed = (tags: string) =>
  Buffer.from(
    `DKIM-Signature: v=1; a=rsa-sha256;\r\n ${tags}\r\nFrom: x\r\n\r\nDKIM-Signature: d=${domain}; s=cuerpo`,
  );
it.each([
  [
    `d=${domain}; s=s1; b=x`,
    { [`TXT s1._domainkey.${domain}`]: txt('v=DKIM1; p=MIIB') },
    'ok',
    'dkim-signed',
  ],
  [`d=${domain}; s=s1; b=x`, {}, 'broken', 'dkim-key-missing'],
  [
    `d=${domain}; s=s1; b=x`,
    { [`TXT s1._domainkey.${domain}`]: txt('v=DKIM1; p=') },
    'broken',
    'dkim-key-revoked',
  ],
  ['d=relay.example; s=s1; b=x', {}, 'broken', 'dkim-unsigned'],
])('DKIM %s with %j is %s: %s', async (tags, zone, verdict, key) => {
  expect(await examineDkim(fixedDns(zone), domain, signed(tags))).toMatchObject({ verdict, key });
});

it('what is missing comes with the line to write in the zone', async () => {
  const none = fixedDns({});
  expect((await examineMx(none, domain)).record).toBe(`${domain}. IN MX 10 mail.${domain}.`);
  expect((await examineSpf(none, domain)).record).toBe(`${domain}. IN TXT "v=spf1 mx ~all"`);
  expect((await examineDmarc(none, domain)).record).toContain(
    `_dmarc.${domain}. IN TXT "v=DMARC1;`,
  );
});

it('F32 no resolver answers: nothing is called well or missing, and both languages say so', async () => {
  for (const examine of [examineMx, examineSpf, examineDmarc]) {
    const finding = await examine(deadDns, domain);
    expect(finding).toMatchObject({ verdict: 'warning', key: 'dns-silent', record: null });
    for (const language of ['es', 'en'] as const) {
      expect(findingWords(finding, language)).toMatch(/ETIMEOUT/);
    }
  }
});
