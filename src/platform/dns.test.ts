import { expect, test } from 'vitest';
import { movableClock } from '../kernel/clock.ts';
import { dnsError, openDns } from './dns.ts';

const clock = movableClock(0);
const minute = 60_000;

function counted(answer: (name: string) => Promise<readonly string[]>) {
  const asked: string[] = [];
  const dns = openDns({
    clock,
    ask: (name) => {
      asked.push(name);
      return answer(name);
    },
  });
  return { asked, dns };
}

test('an answer is kept for minutes, whatever the case of its name', async () => {
  const { asked, dns } = counted(async () => ['192.0.2.1']);
  expect(await dns('Firma.ve', 'A')).toEqual(['192.0.2.1']);
  await dns('firma.ve', 'A');
  expect(asked).toHaveLength(1);
  clock.advance(5 * minute + 1);
  await dns('firma.ve', 'A');
  expect(asked).toHaveLength(2);
});

test('that there is none is an answer for a minute; that nobody answered is none', async () => {
  const none = counted(async (name) => Promise.reject(dnsError('ENOTFOUND', name)));
  await expect(none.dns('nada.ve', 'TXT')).rejects.toThrow('ENOTFOUND');
  await expect(none.dns('nada.ve', 'TXT')).rejects.toThrow('ENOTFOUND');
  expect(none.asked).toHaveLength(1);
  clock.advance(minute + 1);
  await expect(none.dns('nada.ve', 'TXT')).rejects.toThrow('ENOTFOUND');
  expect(none.asked).toHaveLength(2);

  const dead = counted(async (name) => Promise.reject(dnsError('ETIMEOUT', name)));
  await expect(dead.dns('firma.ve', 'TXT')).rejects.toThrow('ETIMEOUT');
  await expect(dead.dns('firma.ve', 'TXT')).rejects.toThrow('ETIMEOUT');
  expect(dead.asked).toHaveLength(2);
});

test('reserved names are not asked for, so that made-up customers need no network', async () => {
  const dns = openDns({ clock });
  for (const name of ['_dmarc.orinoco.example', 'orinoco.test', 'localhost']) {
    await expect(dns(name, 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  }
});
