import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from './outbound/public-address.ts';
import { type OutboundOptions, openOutboundHttp } from './outbound-http.ts';

const limits = { timeoutMs: 3_000, sizeLimitBytes: 1_000 };

/** Counts who knocks, whatever they say. */
let knocks = 0;
const canary = createTcpServer((socket) => {
  knocks += 1;
  socket.on('error', () => undefined);
  socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
});
/** Stands for the machines of the public Internet, which tests do not reach. */
const asked: { host: string | undefined; path: string | undefined; headers: object }[] = [];
const outside = createServer((request, response) => {
  asked.push({ host: request.headers.host, path: request.url, headers: request.headers });
  const to = new URL(request.url ?? '/', 'http://any').searchParams.get('to');
  if (to !== null) response.writeHead(302, { location: to }).end();
  else if (request.url === '/large') response.end('x'.repeat(2_000));
  else if (request.url === '/endless') {
    const timer = setInterval(() => response.write('x'.repeat(400)), 1);
    response.on('close', () => clearInterval(timer));
  } else if (request.url === '/silent') response.flushHeaders();
  else response.end('picture');
});
const listening = (server: typeof canary) =>
  new Promise<void>((resolve) => server.listen(0, '::', resolve));
const portOf = (server: typeof canary) => (server.address() as AddressInfo).port;
beforeAll(async () => {
  await listening(canary);
  await listening(outside);
});
afterAll(() => {
  canary.close();
  outside.closeAllConnections();
  outside.close();
});

/** Public names lead to the stand-in; whatever else is connected to is really connected to. */
const connected: string[] = [];
const client = (options: OutboundOptions = {}) =>
  openOutboundHttp({
    resolve: async (name) => (name.endsWith('.example') ? ['93.184.216.34'] : ['127.0.0.1']),
    connect: ({ address, port }) => {
      connected.push(address);
      return address === '93.184.216.34'
        ? connect(portOf(outside), '127.0.0.1')
        : connect(port, address);
    },
    portsAllowed: [80, 443, portOf(canary)],
    ...options,
  });

describe('an address that leads into the house', () => {
  const hosts = `
    127.0.0.1 127.1 127.8.9.10 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0.0.0.0 0
    localhost LOCALHOST. localhost6 internal.lan ①②⑦.⓪.⓪.① 127。0。0。1 127.0.0.1. %31%32%37.0.0.1
    [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [64:ff9b::7f00:1]
    [2002:7f00:1::] [fe80::1] [fd00:ec2::254] [ff02::1] [2001:0:7f00:1::] [100::1] [fec0::1]
    10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 100.64.0.1 100.127.255.255
    198.18.0.1 198.19.255.255 192.0.0.1 192.88.99.1 224.0.0.1 239.1.2.3 240.0.0.1 255.255.255.255`
    .trim()
    .split(/\s+/);

  it.each(hosts)('%s: refused, and nothing is connected to', async (host) => {
    const [before, dialled] = [knocks, connected.length];
    for (const scheme of ['http', 'https']) {
      const answer = await client().send({
        ...limits,
        url: `${scheme}://${host}:${portOf(canary)}/`,
      });
      expect(answer).toEqual({ reached: false, reason: 'address-refused' });
    }
    expect([knocks, connected.length]).toEqual([before, dialled]);
  });

  it.each([
    'file:///etc/passwd',
    'dict://127.0.0.1:11211/',
    'gopher://127.0.0.1/',
    'ftp://ok.example/',
    'jar:http://127.0.0.1!/',
    'data:image/png;base64,AA',
    'javascript:alert(1)',
    '//127.0.0.1/',
    '/relative.png',
    'http://user:word@ok.example/',
    'http://ok.example:22/',
    'http://127.0.0.1#@ok.example/',
    'http://127.0.0.1\\@ok.example/',
    'http:127.0.0.1',
    'http://',
    '',
  ])('%s: refused', async (url) => {
    const dialled = connected.length;
    expect(await client().send({ ...limits, url })).toEqual({
      reached: false,
      reason: 'address-refused',
    });
    expect(connected.length).toBe(dialled);
  });

  it('a name with one private address among public ones is refused', async () => {
    const bent = client({ resolve: async () => ['93.184.216.34', '10.0.0.1'] });
    expect(await bent.send({ ...limits, url: 'http://bent.example/' })).toMatchObject({
      reason: 'address-refused',
    });
  });

  it('a name that says something else the second time is asked once', async () => {
    let times = 0;
    const rebinding = client({
      resolve: async () => {
        times += 1;
        return times === 1 ? ['93.184.216.34'] : ['127.0.0.1'];
      },
    });
    const before = knocks;
    expect(await rebinding.send({ ...limits, url: 'http://rebind.example/' })).toMatchObject({
      reached: true,
    });
    expect([times, knocks]).toEqual([1, before]);
    expect(connected.at(-1)).toBe('93.184.216.34');
  });

  it.each([
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    '//[::1]/',
    'file:///etc/passwd',
  ])('a redirect to %s is not followed', async (target) => {
    const before = knocks;
    const answer = await client().send({
      ...limits,
      redirectsMax: 3,
      url: `http://ok.example/?to=${encodeURIComponent(target)}`,
    });
    expect(answer).toEqual({ reached: false, reason: 'address-refused' });
    expect(knocks).toBe(before);
  });
});

describe('an address on the public Internet', () => {
  it('is asked at the checked address, by its name, without anything of ours', async () => {
    const answer = await client().send({ ...limits, url: 'http://ok.example/a.png?b=c#d' });
    expect(answer).toMatchObject({ reached: true, status: 200 });
    expect(answer.reached && answer.body.toString()).toBe('picture');
    expect(asked.at(-1)).toMatchObject({ host: 'ok.example', path: '/a.png?b=c' });
    expect(Object.keys(asked.at(-1)?.headers ?? {}).toSorted()).toEqual([
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it('a redirect to another public one is followed as often as allowed, else not', async () => {
    const hop = (to: string) => `http://ok.example/?to=${encodeURIComponent(to)}`;
    const once = hop('http://other.example/x.png');
    expect(await client().send({ ...limits, redirectsMax: 1, url: once })).toMatchObject({
      status: 200,
    });
    expect(asked.at(-1)?.host).toBe('other.example');
    for (const given of [{ url: once }, { url: hop(once), redirectsMax: 1 }]) {
      expect(await client().send({ ...limits, ...given })).toEqual({
        reached: false,
        reason: 'too-many-redirects',
      });
    }
  });

  it.each(['/large', '/endless'])('more than the limit is left unread: %s', async (path) => {
    expect(await client().send({ ...limits, url: `http://ok.example${path}` })).toEqual({
      reached: false,
      reason: 'too-large',
    });
  });

  it('what does not answer in time is left: a silent server, a silent name server', async () => {
    const slow = { ...limits, timeoutMs: 60, url: 'http://ok.example/silent' };
    const silentNames = client({ resolve: () => new Promise(() => undefined) });
    for (const one of [client(), silentNames]) {
      expect(await one.send(slow)).toEqual({ reached: false, reason: 'too-slow' });
    }
  });

  it('a name that nobody knows, and a server that speaks no TLS, are values', async () => {
    const nobody = client({ resolve: async () => [] });
    expect(await nobody.send({ ...limits, url: 'http://none.example/' })).toEqual({
      reached: false,
      reason: 'name-unknown',
    });
    expect(await client().send({ ...limits, url: 'https://ok.example/' })).toEqual({
      reached: false,
      reason: 'unreachable',
    });
  });
});

it.each([
  ['8.8.8.8', true],
  ['100.63.255.255', true],
  ['100.128.0.0', true],
  ['172.15.255.255', true],
  ['172.32.0.0', true],
  ['198.17.255.255', true],
  ['198.20.0.0', true],
  ['223.255.255.255', true],
  ['2606:4700::1111', true],
  ['2001:200::1', true],
  ['2001:1ff::1', false],
  ['::ffff:8.8.8.8', false],
  ['fe80::1%eth0', false],
  ['nonsense', false],
])('%s on the public Internet: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
