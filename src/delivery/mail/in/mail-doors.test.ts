import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { deskWorld } from '../../../../test/support/desk-world.ts';
import { selfSigned } from '../../../../test/support/self-signed.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import {
  type InboundMail,
  listReceivedMail,
  readInboundMail,
} from '../../../modules/correspondence/index.ts';
import { type BlobStore, openBlobStore } from '../../../platform/blobs.ts';
import { silentLog } from '../../../platform/log.ts';
import { openSmtpDoor, type SmtpDoor, type SmtpDoorOptions } from '../../../platform/smtp.ts';
import { type MailDoorOptions, openMailDoor } from './mail-door.ts';
import { exitCodes, takePipedMail } from './mail-pipe.ts';
import { MailTooLarge, mailSizeLimitBytes, NoRoomForMail, takeMail } from './take-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const folder = await mkdtemp(path.join(tmpdir(), 'atenta-doors-'));
const blobs = await openBlobStore(path.join(folder, 'blobs'));
const desk = { database, blobs, clock, log: silentLog, domain: 'desk.example' };
const opened: SmtpDoor[] = [];

afterAll(async () => {
  await Promise.all(opened.map((door) => door.close(500)));
  await rm(folder, { recursive: true });
});

async function openDoor(more: Partial<MailDoorOptions> = {}): Promise<SmtpDoor> {
  const door = await openMailDoor({ ...desk, host: '127.0.0.1', port: 0, ...more });
  opened.push(door);
  return door;
}

const count = async (): Promise<number> => (await listReceivedMail(database.db, 1000)).length;
async function newest(): Promise<InboundMail> {
  const id = (await listReceivedMail(database.db, 1000)).at(-1) ?? 0;
  const mail = await readInboundMail(database.db, id);
  if (mail === undefined) throw new Error('no mail was taken');
  return mail;
}

let mails = 0;
function rawMail(more = ''): string {
  mails += 1;
  return [
    `From: ${world.orinoco.email}`,
    'To: mesa@desk.example',
    `Subject: ${mails}`,
    `Message-ID: <puerta-${mails}@orinoco.example>`,
    '',
    `Hola ${more}`,
    '',
  ].join('\r\n');
}

/** A conversation by hand: writes a line, waits for the line that answers it. */
function talk(port: number, localAddress = '127.0.0.1') {
  const socket: Socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return {
    socket,
    ended,
    said: () => said,
    async hear(what: RegExp): Promise<string> {
      return vi.waitFor(
        () => {
          const found = what.exec(said);
          if (found === null) throw new Error(`not heard: ${what} in ${said}`);
          said = said.slice(found.index + found[0].length);
          return found[0];
        },
        { timeout: 5000, interval: 10 },
      );
    },
    say: (line: string) => void socket.write(`${line}\r\n`),
  };
}

describe('LMTP', () => {
  it('each recipient has its own answer, before the message and after it', async () => {
    const { port } = await openDoor({ protocol: 'lmtp' });
    const client = talk(port);
    await client.hear(/^220 .*LMTP.*\r\n/);
    client.say('LHLO mx.desk.example');
    await client.hear(/250 .*\r\n$/);
    client.say('MAIL FROM:<contacto@orinoco.example>');
    await client.hear(/250 .*\r\n/);
    client.say('RCPT TO:<mesa@desk.example>');
    await client.hear(/250 .*\r\n/);
    client.say('RCPT TO:<nadie@desk.example>');
    await client.hear(/550 .*\r\n/);
    client.say('RCPT TO:<MESA@desk.example>');
    await client.hear(/452 .*named already.*\r\n/);
    client.say('RCPT TO:<postmaster@desk.example>');
    await client.hear(/250 .*\r\n/);
    client.say('DATA');
    await client.hear(/354 .*\r\n/);
    client.say(`${rawMail()}\r\n.`);
    await client.hear(/250 .*\r\n250 .*\r\n/);
    client.say('QUIT');
    await client.ended;
    expect(await newest()).toMatchObject({
      source: 'lmtp',
      envelopeTo: ['mesa@desk.example', 'postmaster@desk.example'],
    });
  });
});

describe('STARTTLS', () => {
  it('is offered with a certificate of ours, and mail comes in by it', async () => {
    const { certificate, key } = selfSigned('mx.desk.example');
    const tls = {
      certificateFile: path.join(folder, 'cert.pem'),
      keyFile: path.join(folder, 'key.pem'),
    };
    await writeFile(tls.certificateFile, certificate);
    await writeFile(tls.keyFile, key);
    const { port } = await openDoor({ tls });
    const before = await count();
    const transport = createTransport({
      host: '127.0.0.1',
      port,
      requireTLS: true,
      tls: { ca: certificate, servername: 'mx.desk.example' },
    });
    await transport.sendMail({
      envelope: { from: world.orinoco.email, to: ['mesa@desk.example'] },
      raw: rawMail(),
    });
    transport.close();
    expect(await count()).toBe(before + 1);
  });

  it('is not offered without one, and a certificate that cannot be used stops the start', async () => {
    const client = talk((await openDoor()).port);
    await client.hear(/220 .*\r\n/);
    client.say('EHLO mx.example');
    expect(await client.hear(/250 [^\r]*\r\n$/)).not.toContain('STARTTLS');
    client.socket.destroy();
    const tls = {
      certificateFile: path.join(folder, 'none.pem'),
      keyFile: path.join(folder, 'key.pem'),
    };
    await expect(openDoor({ tls })).rejects.toMatchObject({ code: 'SMTP_TLS' });
  });
});

describe('who is slow, many, or gone', () => {
  const patient = (more: Partial<SmtpDoorOptions>): Promise<SmtpDoor> =>
    openSmtpDoor({
      protocol: 'smtp',
      tls: null,
      host: '127.0.0.1',
      port: 0,
      name: 'desk.example',
      sizeLimitBytes: 1024 * 1024,
      connectionsMax: 100,
      connectionsPerAddressMax: 3,
      idleTimeoutMs: 60_000,
      patience: { graceMs: 400, bytesPerSecondMin: 1024 },
      log: silentLog,
      acceptRecipient: async () => undefined,
      acceptMessage: async (source) => {
        for await (const _ of source);
      },
      ...more,
    });

  it('a byte now and then does not keep a connection: it is cut, and others are served meanwhile', async () => {
    const door = await patient({});
    opened.push(door);
    const slow = talk(door.port);
    await slow.hear(/220 .*\r\n/);
    const dripping = setInterval(() => slow.socket.write('N'), 50);
    const other = talk(door.port, '127.0.0.2');
    await other.hear(/220 .*\r\n/);
    await slow.ended;
    clearInterval(dripping);
    other.socket.destroy();
  });

  it('the time that we take ourselves is not counted against the other side', async () => {
    const door = await patient({
      acceptMessage: async (source) => {
        for await (const _ of source);
        await new Promise((resolve) => setTimeout(resolve, 900));
      },
    });
    opened.push(door);
    const client = talk(door.port);
    await client.hear(/220 .*\r\n/);
    for (const [line, heard] of [
      ['EHLO mx.example', /250 [^\r]*\r\n$/],
      ['MAIL FROM:<a@orinoco.example>', /250 .*\r\n/],
      ['RCPT TO:<mesa@desk.example>', /250 .*\r\n/],
      ['DATA', /354 .*\r\n/],
      [`${rawMail()}\r\n.`, /250 .*\r\n/],
    ] as const) {
      client.say(line);
      await client.hear(heard);
    }
    client.socket.destroy();
  });

  it('one address holds only so many connections; another one still gets in', async () => {
    const door = await patient({ patience: { graceMs: 10_000, bytesPerSecondMin: 1024 } });
    opened.push(door);
    const held = [talk(door.port), talk(door.port), talk(door.port)];
    for (const one of held) await one.hear(/220 .*\r\n/);
    const tooMany = talk(door.port);
    await tooMany.hear(/421 .*Too many connections.*\r\n/);
    await tooMany.ended;
    const other = talk(door.port, '127.0.0.2');
    await other.hear(/220 .*\r\n/);
    for (const one of [...held, other]) one.socket.destroy();
  });

  it('a message that breaks off before its end is not taken', async () => {
    const door = await openDoor();
    const before = await count();
    const client = talk(door.port);
    await client.hear(/220 .*\r\n/);
    for (const line of [
      'EHLO a.example',
      'MAIL FROM:<a@orinoco.example>',
      'RCPT TO:<mesa@desk.example>',
    ]) {
      client.say(line);
      await client.hear(/250 [^\r]*\r\n$/);
    }
    client.say('DATA');
    await client.hear(/354 .*\r\n/);
    client.socket.write(rawMail().repeat(50));
    client.socket.end();
    await client.ended;
    expect(await count()).toBe(before);
  });

  it('on a disk that is nearly full every door puts mail off, and takes nothing', async () => {
    const full: BlobStore = { ...blobs, freeBytes: async () => 1024 };
    const door = await openDoor({ blobs: full });
    const before = await count();
    const transport = createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true });
    const sent = transport.sendMail({
      envelope: { from: world.orinoco.email, to: ['mesa@desk.example'] },
      raw: rawMail(),
    });
    await expect(sent).rejects.toMatchObject({ responseCode: 452 });
    transport.close();
    const piped = takePipedMail({ ...desk, blobs: full }, Readable.from([rawMail()]), {
      from: '',
      to: [],
    });
    await expect(piped).rejects.toThrow(NoRoomForMail);
    expect(await count()).toBe(before);
  });
});

describe('the pipe', () => {
  const pipe = (text: string | Buffer[], to: string[] = ['mesa+etiqueta@desk.example']) =>
    takePipedMail(desk, Readable.from(typeof text === 'string' ? [Buffer.from(text)] : text), {
      from: world.orinoco.email,
      to,
    });

  it('a message is committed when it ends with 0', async () => {
    expect(await pipe(rawMail())).toEqual({ code: exitCodes.ok, words: '' });
    expect(await newest()).toMatchObject({
      source: 'pipe',
      envelopeFrom: world.orinoco.email,
      envelopeTo: ['mesa+etiqueta@desk.example'],
      messageIdHeader: `puerta-${mails}@orinoco.example`,
    });
  });

  it('the postmark of an mbox is no part of it, also when it comes in pieces', async () => {
    const raw = rawMail();
    const bytes = Buffer.from(`From ana@orinoco.example Sat Nov 28 10:00:00 2026\n${raw}`);
    const pieces = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
    expect(await pipe(pieces)).toMatchObject({ code: exitCodes.ok });
    const { rawSha256 } = await newest();
    expect((await blobs.read(rawSha256)).toString()).toBe(raw);
  });

  it('a short message without a postmark is kept whole', async () => {
    expect(await pipe('From')).toMatchObject({ code: exitCodes.ok });
    expect((await blobs.read((await newest()).rawSha256)).toString()).toBe('From');
  });

  it.each([
    ['', ['mesa@desk.example'], exitCodes.dataerr],
    [rawMail(), ['nadie@desk.example'], exitCodes.nouser],
  ])('%j to %j ends with %i and is not taken', async (text, to, code) => {
    const before = await count();
    expect(await pipe(text, to)).toMatchObject({ code });
    expect(await count()).toBe(before);
  });

  it('a message that is too large is no use to try again', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a line of a large message\r\n');
    const chunks = Array.from({ length: mailSizeLimitBytes / chunk.length + 1 }, () => chunk);
    expect(await pipe(chunks)).toMatchObject({ code: exitCodes.dataerr });
    const arrival = {
      source: 'pipe',
      envelopeFrom: '',
      envelopeTo: [],
      remoteAddress: null,
      greeting: null,
    } as const;
    await expect(takeMail(desk, Readable.from(chunks), arrival)).rejects.toThrow(MailTooLarge);
  });
});

it('a mail server that is ahead of us does not make a promise begin in the future', async () => {
  const arrival = {
    source: 'imap',
    envelopeFrom: '',
    envelopeTo: [],
    remoteAddress: null,
    greeting: null,
  } as const;
  const receivedAt = clock.now() + 60 * 60 * 1000;
  await takeMail(desk, Readable.from([Buffer.from(rawMail())]), { ...arrival, receivedAt });
  expect((await newest()).receivedAt).toBe(clock.now());
  const earlier = clock.now() - 60 * 60 * 1000;
  await takeMail(desk, Readable.from([Buffer.from(rawMail())]), {
    ...arrival,
    receivedAt: earlier,
  });
  expect((await newest()).receivedAt).toBe(earlier);
});
