// A real mail server for tests: Debian's Dovecot and Postfix, each in a folder of its own and on ports of its own. Nothing
// leaves the machine: Postfix hands mail for any other domain to a port of the test.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import { freePort } from '../../src/platform/free-port.ts';

const run = promisify(execFile);

/** A daemon keeps whatever it was given to write to: with a pipe, its start would never end. */
function startDaemon(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
    );
  });
}

/** Why there can be no mail server here, for the message of a skipped test; null when there can. */
export function mailServerMissing(programs: readonly ('dovecot' | 'postfix')[]): string | null {
  if (process.getuid?.() !== 0) return 'a mail server is started by root only';
  const missing = programs.filter((name) => spawnSync('which', [name]).status !== 0);
  if (missing.length === 0) return null;
  return `${missing.join(' and ')} missing: apt-get install -y dovecot-imapd dovecot-lmtpd postfix`;
}

export interface ImapServer {
  readonly port: number;
  readonly lmtpPort: number;
  /** Hands over one message to a user, as the mail server of the house would. */
  deliver(address: string, raw: string): Promise<void>;
  /** The raw messages in a folder of a user, in no order. */
  messages(user: string, folder?: string): Promise<string[]>;
  /** What an administrator of the mail server does: `['mailbox', 'delete', '-u', 'mesa', 'INBOX']`. */
  administer(args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

/** Accounts by name, all with one password; any other name is unknown. */
export const mailPassword = 'secreto de prueba';

/** Starts Dovecot with these accounts and answers when it does. */
export async function startDovecot(users: readonly string[]): Promise<ImapServer> {
  // Not below the folder of a user: Dovecot's own accounts must reach it.
  const folder = await mkdtemp('/tmp/atenta-dovecot-');
  const port = await somePort();
  const lmtpPort = await somePort();
  const config = path.join(folder, 'dovecot.conf');
  const mail = path.join(folder, 'mail');
  await mkdir(mail);
  await chmod(folder, 0o755);
  const { uid, gid } = await accountOf('nobody');
  await chown(mail, uid, gid);
  const accounts = users.map((user) => `${user}:{PLAIN}${mailPassword}`).join('\n');
  await writeFile(path.join(folder, 'users'), `${accounts}\n`);
  await writeFile(config, dovecotSettings({ folder, mail, port, lmtpPort }));
  const server: ImapServer = {
    port,
    lmtpPort,
    deliver: (address, raw) => deliverByLmtp(lmtpPort, address, raw),
    messages: (user, name = 'INBOX') => readMaildir(path.join(mail, user), name),
    async administer(args) {
      const { stdout } = await run('doveadm', ['-c', config, ...args]);
      return stdout;
    },
    async start() {
      await startDaemon('dovecot', ['-c', config]);
      await untilListening(port);
      await untilListening(lmtpPort);
    },
    async stop() {
      // Its master leaves connections under way to themselves; a machine that goes down does not.
      for (const pid of await childrenOf(await masterOf(folder))) endProcess(pid);
      await run('doveadm', ['-c', config, 'stop']);
      await untilSilent(port);
    },
    async remove() {
      await server.stop().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

const dovecotSettings = (at: { folder: string; mail: string; port: number; lmtpPort: number }) => `
protocols = imap lmtp
listen = 127.0.0.1
base_dir = ${at.folder}/run
log_path = ${at.folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %n
auth_failure_delay = 0
mail_location = maildir:${at.mail}/%n
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
recipient_delimiter = +
mail_max_userip_connections = 100
namespace inbox {
  inbox = yes
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%n ${at.folder}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${at.mail}/%n
}
service imap-login {
  inet_listener imap {
    port = ${at.port}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${at.lmtpPort}
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;

export interface RelayServer {
  readonly port: number;
  remove(): Promise<void>;
}

/**
 * Starts Postfix as the MX and relay of some domains: mail for them goes to an LMTP port each, all other mail to the
 * port of a listener in the test.
 */
export async function startPostfix(options: {
  readonly lmtpPorts: Readonly<Record<string, number>>;
  readonly elsewherePort: number;
}): Promise<RelayServer> {
  const folder = await mkdtemp('/tmp/atenta-postfix-');
  const port = await somePort();
  const etc = path.join(folder, 'etc');
  const queue = path.join(folder, 'queue');
  const data = path.join(folder, 'data');
  await chmod(folder, 0o755);
  for (const each of [etc, queue, data]) await mkdir(each);
  const { uid, gid } = await accountOf('postfix');
  await chown(data, uid, gid);
  const transports = Object.entries(options.lmtpPorts)
    .map(([domain, lmtp]) => `${domain}=lmtp:inet:127.0.0.1:${lmtp}`)
    .join(', ');
  await writeFile(
    path.join(etc, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = /tmp
myhostname = mx.desk.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtp_dns_support_level = disabled
smtp_host_lookup = native
virtual_mailbox_domains = ${Object.keys(options.lmtpPorts).join(', ')}
virtual_mailbox_maps = static:ok
transport_maps = inline:{ ${transports} }
recipient_delimiter = +
smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
default_transport = smtp:[127.0.0.1]:${options.elsewherePort}
relay_transport = smtp:[127.0.0.1]:${options.elsewherePort}
minimal_backoff_time = 2s
maximal_backoff_time = 5s
queue_run_delay = 2s
smtputf8_enable = yes
message_size_limit = 52428800
mailbox_size_limit = 0
alias_maps =
biff = no
`,
  );
  await writeFile(path.join(etc, 'master.cf'), postfixServices(port));
  const postfix = (what: string) => startDaemon('postfix', ['-c', etc, what]);
  // It makes the folders of its queue, and complains of what it does not need.
  await postfix('check').catch(() => undefined);
  await postfix('start');
  await untilListening(port);
  return {
    port,
    async remove() {
      await postfix('stop').catch(() => undefined);
      await untilSilent(port);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const postfixServices = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

function deliverByLmtp(port: number, address: string, raw: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = new SmtpConnection({
      host: '127.0.0.1',
      port,
      lmtp: true,
      name: 'mx.test.example',
      ignoreTLS: true,
    });
    connection.on('error', reject);
    connection.connect((refused) => {
      if (refused) return reject(refused);
      const envelope = { from: 'alguien@remitente.example', to: [address] };
      connection.send(envelope, Buffer.from(raw), (error) => {
        connection.quit();
        if (error) reject(error);
        else resolve();
      });
    });
  });
}

async function readMaildir(home: string, name: string): Promise<string[]> {
  const folder = name === 'INBOX' ? home : path.join(home, `.${name}`);
  const found: string[] = [];
  for (const shelf of ['new', 'cur']) {
    const files = await readdir(path.join(folder, shelf)).catch(() => []);
    for (const file of files) {
      // It may be moved from `new` to `cur` in this very moment.
      const text = await readFile(path.join(folder, shelf, file), 'utf8').catch(() => null);
      if (text !== null) found.push(text);
    }
  }
  return found;
}

const masterOf = async (folder: string): Promise<number> =>
  Number(await readFile(path.join(folder, 'run', 'master.pid'), 'utf8'));

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-o', 'pid=,args=', '--ppid', String(parent)]);
  return stdout
    .split('\n')
    .filter((line) => line.includes('dovecot/imap'))
    .map((line) => Number.parseInt(line, 10));
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

async function accountOf(name: string): Promise<{ uid: number; gid: number }> {
  const number = async (flag: string) => Number((await run('id', [flag, name])).stdout);
  return { uid: await number('-u'), gid: await number('-g') };
}

async function somePort(): Promise<number> {
  const port = await freePort('127.0.0.1', 0);
  if (port === null) throw new Error('there is no free port');
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });

async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
    await pause(30);
  }
}

const untilListening = (port: number) => until(`port ${port} answers`, () => answers(port));
const untilSilent = (port: number) =>
  until(`port ${port} is free`, async () => !(await answers(port)));
