import { createHash, createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { createSecret } from './secret-file.ts';
import { StartProblem } from './start-problem.ts';

/** Every setting of the product. Each comes from one environment variable; docs/OPERATING.md explains them. */
export interface Config {
  /** PORT: where the portal, the console and the API answer. Null: the first free one from 3000. */
  readonly port: number | null;
  /** HOST: the address that all listeners bind. */
  readonly host: string;
  /** DATA_DIR: database, attachments, raw mail, secrets. */
  readonly dataDir: string;
  /** DATABASE_URL: a PostgreSQL of your own instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** DATABASE_POOL_SIZE: connections at most, per process. */
  readonly databasePoolSize: number;
  /** PUBLIC_URL: how people reach the desk; every link is made from it. Null: from host and port. */
  readonly publicUrl: string | null;
  /** TRUSTED_PROXIES: whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  /** SMTP_PORT: where mail is taken in. Null: the first free one from 2525. */
  readonly smtpPort: number | null;
  /** SMTP_TLS_CERT, SMTP_TLS_KEY: what STARTTLS is done with. Null: it is not offered. */
  readonly smtpTls: { readonly certificateFile: string; readonly keyFile: string } | null;
  /** LMTP_PORT: where a mail server of this house hands mail over. Null: nowhere. */
  readonly lmtpPort: number | null;
  /** SMTP_RELAY_URL: where outgoing mail is handed over. Null: it stays in the local outbox. */
  readonly smtpRelayUrl: string | null;
  /** MAIL_DOMAIN: the domain of our own addresses and Message-IDs. Null: the host of the public URL. */
  readonly mailDomain: string | null;
  /** MAIL_RELAYS: mail servers of our own that hand other people's mail on to us; what they wrote on top is believed. */
  readonly mailRelays: readonly string[];
  /** MAIL_TRUSTED_SEALERS: domains whose seal (ARC) on mail that they passed on is believed. */
  readonly mailTrustedSealers: readonly string[];
  /** MAIL_STORM_PER_SENDER: mails of one sender within a minute that are a storm. */
  readonly mailStormPerSender: number;
  /** MAIL_STORM_PER_MAILBOX: the same to one mailbox. */
  readonly mailStormPerMailbox: number;
  /** METRICS_PORT: where a monitoring system fetches numbers. Null: nowhere. */
  readonly metricsPort: number | null;
  /** LOG_LEVEL */
  readonly logLevel: LogLevel;
  /** LOG_FORMAT: lines for people, or one JSON object a line. Null: people at a terminal, JSON elsewhere. */
  readonly logFormat: 'human' | 'json' | null;
  /** ATENTA_SECRET; null: a secret of our own making in the data folder. */
  readonly secret: string | null;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The shortest secret that is taken from outside: 128 bits in hexadecimal. */
const secretLengthMin = 32;

/** Reads all settings; throws one StartProblem that names every wrong one. `checkout` is the folder of the product. */
export function readConfig(environment: Environment, checkout: string): Config {
  const faults: string[] = [];
  const read = <T>(name: string, absent: T, parse: (text: string) => T | Fault): T => {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') return absent;
    const value = parse(text);
    if (!(value instanceof Fault)) return value;
    faults.push(`${name}: ${value.expected}`);
    return absent;
  };
  const config: Config = {
    port: read<number | null>('PORT', null, wholeNumber(0, 65_535)),
    host: read('HOST', '127.0.0.1', address),
    dataDir: path.resolve(read('DATA_DIR', defaultDataDir(checkout), (text) => text)),
    databaseUrl: read<string | undefined>(
      'DATABASE_URL',
      undefined,
      url('postgres://user:password@host:5432/database', ['postgres:', 'postgresql:']),
    ),
    databasePoolSize: read('DATABASE_POOL_SIZE', 12, wholeNumber(4, 1000)),
    publicUrl: read<string | null>(
      'PUBLIC_URL',
      null,
      origin('https://support.example.com', ['https:', 'http:']),
    ),
    trustedProxies: read<readonly string[]>('TRUSTED_PROXIES', [], addressList),
    smtpPort: read<number | null>('SMTP_PORT', null, wholeNumber(0, 65_535)),
    smtpTls: tlsFiles(environment, faults),
    lmtpPort: read<number | null>('LMTP_PORT', null, wholeNumber(0, 65_535)),
    smtpRelayUrl: read<string | null>(
      'SMTP_RELAY_URL',
      null,
      url('smtps://user:password@relay.example.com', ['smtp:', 'smtps:']),
    ),
    mailDomain: read<string | null>('MAIL_DOMAIN', null, domain),
    mailRelays: read<readonly string[]>('MAIL_RELAYS', [], addressList),
    mailTrustedSealers: read<readonly string[]>('MAIL_TRUSTED_SEALERS', [], domainList),
    mailStormPerSender: read('MAIL_STORM_PER_SENDER', 20, wholeNumber(2, 1_000_000)),
    mailStormPerMailbox: read('MAIL_STORM_PER_MAILBOX', 120, wholeNumber(2, 1_000_000)),
    metricsPort: read<number | null>('METRICS_PORT', null, wholeNumber(1, 65_535)),
    logLevel: read('LOG_LEVEL', 'info', oneOf(logLevels)),
    logFormat: read<'human' | 'json' | null>('LOG_FORMAT', null, oneOf(['human', 'json'] as const)),
    secret: read<string | null>('ATENTA_SECRET', null, (text) =>
      text.length < secretLengthMin ? expected(`${secretLengthMin} characters at least`) : text,
    ),
  };
  if (faults.length === 0) return config;
  throw new StartProblem(
    'CONFIG',
    `wrong settings (see docs/OPERATING.md):\n  ${faults.join('\n  ')}`,
  );
}

/** Both or neither: a certificate without its key offers nothing. */
function tlsFiles(environment: Environment, faults: string[]): Config['smtpTls'] {
  const certificate = environment['SMTP_TLS_CERT']?.trim() ?? '';
  const key = environment['SMTP_TLS_KEY']?.trim() ?? '';
  if (certificate !== '' && key !== '') {
    return { certificateFile: path.resolve(certificate), keyFile: path.resolve(key) };
  }
  const missing = certificate === '' ? 'SMTP_TLS_CERT' : 'SMTP_TLS_KEY';
  if (certificate !== key) faults.push(`${missing}: expected a file, since the other one is set`);
  return null;
}

/**
 * Keys for one purpose each, derived from the one secret: a key that leaks through one use opens nothing else, and
 * the secret itself is handed to nobody.
 */
export interface Keys {
  /** 32 bytes, the same for the same purpose for as long as the secret stays. */
  key(purpose: string): Buffer;
}

/** ATENTA_SECRET, or the secret of the data folder, made at the first start (0600). */
export function openKeys(config: Pick<Config, 'secret' | 'dataDir'>): Keys {
  const secret = config.secret ?? secretOfDataDir(config.dataDir);
  return { key: (purpose) => createHmac('sha256', secret).update(`atenta ${purpose}`).digest() };
}

function secretOfDataDir(dataDir: string): string {
  const file = path.join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  if (!statSync(file, { throwIfNoEntry: false })) createSecret(file);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length >= secretLengthMin) return secret;
  throw new StartProblem('SECRET_BROKEN', `${file} is not the secret that was made: put it back`);
}

/**
 * `.data` in the checkout. PostgreSQL never runs as root: for root with a checkout that other accounts cannot enter
 * (under /root), a folder of this checkout's own in /var/lib.
 */
function defaultDataDir(checkout: string): string {
  const local = path.join(checkout, '.data');
  if (process.getuid?.() !== 0 || canBeEnteredByOthers(checkout)) return local;
  const mark = createHash('sha256').update(checkout).digest('hex').slice(0, 8);
  return `/var/lib/atenta-${mark}`;
}

function canBeEnteredByOthers(folder: string): boolean {
  const parent = path.dirname(folder);
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat && (stat.mode & 0o001) === 0) return false;
  return parent === folder || canBeEnteredByOthers(parent);
}

/** What was expected in place of what was given. */
class Fault {
  readonly expected: string;
  constructor(expected: string) {
    this.expected = expected;
  }
}

const expected = (what: string): Fault => new Fault(`expected ${what}`);

const wholeNumber =
  (min: number, max: number) =>
  (text: string): number | Fault => {
    const value = Number(text);
    const fits = /^\d+$/.test(text) && value >= min && value <= max;
    return fits ? value : expected(`a whole number from ${min} to ${max}`);
  };

const oneOf =
  <T extends string>(values: readonly T[]) =>
  (text: string): T | Fault =>
    values.find((value) => value === text) ?? expected(`one of ${values.join(', ')}`);

/** Never shows what was given: it may hold a password. */
const url =
  (example: string, protocols: readonly string[]) =>
  (text: string): string | Fault => {
    const parsed = URL.parse(text);
    return parsed && protocols.includes(parsed.protocol)
      ? text
      : expected(`an address like ${example}`);
  };

const origin =
  (example: string, protocols: readonly string[]) =>
  (text: string): string | Fault => {
    const parsed = URL.parse(text);
    const plain = parsed && protocols.includes(parsed.protocol) && parsed.pathname === '/';
    return plain && parsed.search === '' && parsed.username === ''
      ? parsed.origin
      : expected(`an address without a path, like ${example}`);
  };

const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

const address = (text: string): string | Fault =>
  isIP(text) !== 0 || hostName.test(text) ? text : expected('an address or a host name');

const domain = (text: string): string | Fault =>
  hostName.test(text) && isIP(text) === 0
    ? text.toLowerCase()
    : expected('a domain like example.com');

const domainList = (text: string): readonly string[] | Fault => {
  const items = text.split(',').map((item) => item.trim().toLowerCase());
  return items.every((item) => hostName.test(item) && isIP(item) === 0)
    ? items
    : expected('domains with commas between, like lists.example.com, example.org');
};

const addressList = (text: string): readonly string[] | Fault => {
  const items = text.split(',').map((item) => item.trim());
  const fits = items.every(
    (item) => /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(item) && isIP(item.split('/')[0] ?? '') !== 0,
  );
  return fits
    ? items
    : expected('addresses or networks with commas between, like 10.0.0.1, 192.168.0.0/16');
};
