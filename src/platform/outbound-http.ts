// Owns the requests that the desk makes to addresses which strangers chose: pictures in mail, webhooks.
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { isPublicAddress } from './outbound/public-address.ts';

/** Reaches machines on the public Internet and nothing else, whatever address it is given. */
export interface OutboundHttp {
  send(request: OutboundRequest): Promise<OutboundAnswer>;
}

export interface OutboundRequest {
  /** http or https; from outside, unchecked. */
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole: name, connection, redirects and the last byte. */
  readonly timeoutMs: number;
  readonly sizeLimitBytes: number;
  /** How many redirects are followed; each target is checked as the first address was. */
  readonly redirectsMax?: number;
}

/** A status of the other server, good or bad, or why there is none. */
export type OutboundAnswer =
  | {
      readonly reached: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body: Buffer;
    }
  | { readonly reached: false; readonly reason: OutboundFailure };

/**
 * `address-refused`: no web address, or it leads to a machine that is not on the public Internet; nothing was
 * connected to. `too-many-redirects`: also when none is followed.
 */
export type OutboundFailure =
  | 'address-refused'
  | 'name-unknown'
  | 'unreachable'
  | 'too-slow'
  | 'too-large'
  | 'too-many-redirects';

export interface OutboundOptions {
  /** The addresses of a name. Asked once for each request: what it said is what is connected to. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  readonly connect?: (target: { readonly address: string; readonly port: number }) => Socket;
  /** Other ports belong to services that are no web: a request to one could be taken for something else. */
  readonly portsAllowed?: readonly number[];
}

/**
 * The one client for addresses from outside (RELIABILITY.md, SSRF). The name is resolved once, every address it has is
 * checked, and the connection goes to the checked one: a name that says something else the second time gains
 * nothing. No cookies, no credentials, no proxy, no decompression.
 */
export function openOutboundHttp(options: OutboundOptions = {}): OutboundHttp {
  const {
    resolve = resolveByDns,
    connect = ({ address, port }) => connectSocket({ host: address, port }),
    portsAllowed = [80, 443],
  } = options;

  async function send(request: OutboundRequest): Promise<OutboundAnswer> {
    const { timeoutMs, redirectsMax = 0 } = request;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      let url = webAddress(request.url);
      for (let hop = 0; hop <= redirectsMax; hop += 1) {
        const answer = await sendOnce(url, request, signal);
        const location = answer.headers['location'];
        if (!isRedirect(answer.status) || typeof location !== 'string') return answer;
        url = webAddress(location, url);
      }
      throw new NotReached('too-many-redirects');
    } catch (error) {
      if (error instanceof NotReached) return { reached: false, reason: error.reason };
      return { reached: false, reason: signal.aborted ? 'too-slow' : 'unreachable' };
    }
  }

  async function sendOnce(url: URL, request: OutboundRequest, signal: AbortSignal) {
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    if (!portsAllowed.includes(port)) throw new NotReached('address-refused');
    const address = await checkedAddress(hostname, signal);
    const { promise, resolve: answered, reject } = Promise.withResolvers<IncomingMessage>();
    const open = url.protocol === 'https:' ? requestSecure : requestPlain;
    const outgoing = open({
      method: request.method ?? 'GET',
      host: hostname,
      path: url.pathname + url.search,
      headers: {
        host: url.host,
        'user-agent': 'Atenta',
        'accept-encoding': 'identity',
        connection: 'close',
        ...request.headers,
      },
      signal,
      maxHeaderSize: 16 * 1024,
      createConnection: () => openConnection(url, hostname, connect({ address, port })),
    });
    outgoing.once('response', answered);
    outgoing.on('error', reject);
    outgoing.end(request.body);
    try {
      const response = await promise;
      const body = await readBody(response, request.sizeLimitBytes);
      const { statusCode: status = 0, headers } = response;
      return { reached: true, status, headers, body } as const;
    } finally {
      outgoing.destroy();
    }
  }

  async function checkedAddress(hostname: string, signal: AbortSignal): Promise<string> {
    const addresses = isIP(hostname) > 0 ? [hostname] : await before(signal, resolve(hostname));
    const [first] = addresses;
    if (first === undefined) throw new NotReached('name-unknown');
    // One private address among public ones is how a name is bent to reach the house on the second try.
    if (!addresses.every(isPublicAddress)) throw new NotReached('address-refused');
    return first;
  }

  return { send };
}

class NotReached extends Error {
  readonly reason: OutboundFailure;
  constructor(reason: OutboundFailure) {
    super(reason);
    this.reason = reason;
  }
}

/** Read as browsers do: `http://0x7f.1`, full-width digits and all come out as the address that they mean. */
function webAddress(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base?.href) : null;
  const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  if (!isWeb || url.username !== '' || url.password !== '' || url.hostname === '') {
    throw new NotReached('address-refused');
  }
  return url;
}

async function resolveByDns(hostname: string): Promise<readonly string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** A lookup cannot be called off, only left behind. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new NotReached('too-slow')), { once: true });
  return Promise.race([work, promise]);
}

function openConnection(url: URL, hostname: string, socket: Socket): Duplex {
  if (url.protocol === 'http:') return socket;
  return connectTls({
    socket,
    host: hostname,
    ...(isIP(hostname) ? {} : { servername: hostname }),
  });
}

async function readBody(response: IncomingMessage, sizeLimitBytes: number): Promise<Buffer> {
  if (Number(response.headers['content-length'] ?? 0) > sizeLimitBytes) {
    throw new NotReached('too-large');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > sizeLimitBytes) throw new NotReached('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);
