import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Environment, openKeys, readConfig } from './config.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'atenta-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (environment: Environment) => readConfig(environment, '/srv/atenta');

describe('config', () => {
  it('without any variable everything has a sane value, and nothing listens beyond this machine', () => {
    expect(read({})).toMatchObject({
      port: null,
      host: '127.0.0.1',
      dataDir: '/srv/atenta/.data',
      databaseUrl: undefined,
      publicUrl: null,
      smtpRelayUrl: null,
      logLevel: 'info',
      secret: null,
    });
  });

  it('an empty variable is an absent one', () => {
    expect(read({ PORT: '', DATABASE_URL: ' ' })).toEqual(read({}));
  });

  it.each([
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65535 }],
    ['HOST', '::1', { host: '::1' }],
    ['PUBLIC_URL', 'https://soporte.example.com/', { publicUrl: 'https://soporte.example.com' }],
    ['TRUSTED_PROXIES', '10.0.0.1, fd00::/8', { trustedProxies: ['10.0.0.1', 'fd00::/8'] }],
    ['MAIL_RELAYS', '192.0.2.25, 10.0.0.0/8', { mailRelays: ['192.0.2.25', '10.0.0.0/8'] }],
    ['MAIL_TRUSTED_SEALERS', 'Listas.example', { mailTrustedSealers: ['listas.example'] }],
    ['MAIL_DOMAIN', 'Soporte.Example.com', { mailDomain: 'soporte.example.com' }],
    ['LMTP_PORT', '2424', { lmtpPort: 2424 }],
    ['LOG_FORMAT', 'json', { logFormat: 'json' }],
  ])('%s=%s', (name, value, setting) => {
    expect(read({ [name]: value })).toMatchObject(setting);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '-1'],
    ['HOST', 'not a host'],
    ['DATABASE_URL', 'mysql://x'],
    ['PUBLIC_URL', 'https://example.com/desk'],
    ['PUBLIC_URL', 'ftp://example.com'],
    ['SMTP_RELAY_URL', 'relay.example.com:25'],
    ['TRUSTED_PROXIES', 'all'],
    ['MAIL_DOMAIN', '127.0.0.1'],
    ['MAIL_RELAYS', 'mx.example.com'],
    ['MAIL_TRUSTED_SEALERS', 'not a domain'],
    ['LOG_LEVEL', 'loud'],
    ['ATENTA_SECRET', 'x'.repeat(31)],
  ])('%s=%s is refused by its name', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(new RegExp(`${name}: expected`));
  });

  it('a certificate without its key is refused, and both together are taken', () => {
    expect(() => read({ SMTP_TLS_CERT: '/etc/cert.pem' })).toThrow(/SMTP_TLS_KEY: expected/);
    expect(read({ SMTP_TLS_CERT: '/etc/cert.pem', SMTP_TLS_KEY: '/etc/key.pem' })).toMatchObject({
      smtpTls: { certificateFile: '/etc/cert.pem', keyFile: '/etc/key.pem' },
    });
  });

  it('all wrong ones are named at once, and a password is not repeated', () => {
    const wrong = { PORT: 'x', DATABASE_URL: 'mysql://root:hunter2@db' };
    expect(() => read(wrong)).toThrow(/PORT: .*\n.*DATABASE_URL: /);
    expect(() => read(wrong)).not.toThrow(/hunter2/);
  });
});

describe('keys', () => {
  it('the secret is made once, for its owner alone, and gives the same key for a purpose', () => {
    const dataDir = path.join(folder, 'data');
    const first = openKeys({ secret: null, dataDir });
    const file = path.join(dataDir, 'secret');
    const made = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = openKeys({ secret: null, dataDir });
    expect(readFileSync(file, 'utf8')).toBe(made);
    expect(again.key('cookies')).toEqual(first.key('cookies'));
    expect(again.key('links')).not.toEqual(first.key('cookies'));
    expect(first.key('cookies')).toHaveLength(32);
  });

  it('a secret given from outside is used and none is made', () => {
    const dataDir = path.join(folder, 'untouched');
    const keys = openKeys({ secret: 'x'.repeat(32), dataDir });
    expect(keys.key('cookies')).toEqual(
      openKeys({ secret: 'x'.repeat(32), dataDir }).key('cookies'),
    );
    expect(statSync(dataDir, { throwIfNoEntry: false })).toBeUndefined();
  });
});
