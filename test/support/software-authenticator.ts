// An authenticator without a device: real keys and signatures (WebAuthn level 3, CTAP2's CBOR), so that what the desk
// verifies is what an authenticator makes. It can do what none should: count backwards, not ask its person, lie about where.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface SoftwarePasskey {
  /** What a browser answers when it made the passkey. */
  readonly made: object;
  /** What it answers when the passkey is shown. `options` are what the desk handed over. */
  show(options: object, lies?: Lies): object;
}

export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  /** The device was touched, and did not ask who by. */
  readonly unrecognised?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly challenge?: string;
  /** Signs with another key. */
  readonly forged?: boolean;
}

interface Asked {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id: string };
  readonly user?: { readonly id: string };
}

/** Makes a passkey for what the desk offered at this origin. */
export function makePasskey(options: object, origin: string, lies: Lies = {}): SoftwarePasskey {
  // What the desk hands a browser has these.
  const asked = options as Asked;
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const others = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const rpId = asked.rp?.id ?? '';
  let counter = 0;

  const data = (flags: number, more: Lies, credential = Buffer.alloc(0)): Buffer => {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(more.counter ?? counter);
    const hash = sha256(Buffer.from(more.rpId ?? rpId));
    return Buffer.concat([hash, Buffer.from([flags]), counted, credential]);
  };
  const client = (type: string, { challenge }: Asked, more: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: more.challenge ?? challenge,
        origin: more.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const head = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    authenticatorAttachment: 'platform',
  };

  const { x = '', y = '' } = keys.publicKey.export({ format: 'jwk' });
  const publicKey = cbor(
    new Map<number, number | Buffer>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
  const length = Buffer.from([0, id.length]);
  const attested = Buffer.concat([Buffer.alloc(16), length, id, publicKey]);
  const made = data(present | recognised(lies) | attestedData, lies, attested);
  const attestationObject = cbor(
    new Map<string, CborValue>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', made],
    ]),
  );

  return {
    made: {
      ...head,
      response: {
        clientDataJSON: client('webauthn.create', asked, lies).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      },
    },
    show(shownOptions, more = {}) {
      counter += 1;
      const clientData = client('webauthn.get', shownOptions as Asked, more);
      const authenticatorData = data(present | recognised(more), more);
      const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
      const key = more.forged ? others.privateKey : keys.privateKey;
      return {
        ...head,
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: sign('sha256', signed, key).toString('base64url'),
          userHandle: more.userHandle ?? asked.user?.id ?? '',
        },
      };
    },
  };
}

const present = 0x01;
const attestedData = 0x40;
const recognised = ({ unrecognised }: Lies): number => (unrecognised === true ? 0 : 0x04);

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

type CborValue = number | string | Buffer | Map<number | string, CborValue>;

/** RFC 8949, as much of it as an authenticator says. */
function cbor(value: CborValue): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  if (typeof value === 'string')
    return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value]);
  const pairs = [...value].map(([key, one]) => Buffer.concat([cbor(key), cbor(one)]));
  return Buffer.concat([cborHead(5, value.size), ...pairs]);
}

function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
