import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** About 70 ms of one core and 32 MiB: dear to guess, and a burst of sign-ins still fits into memory. */
const memoryKibibytes = 32 * 1024;
const passes = 4;
const parallelism = 1;
const saltBytes = 16;
const tagBytes = 32;

/** Hashing runs on the threads that also read files; two at a time leave them free for the rest. */
const hashesAtOnceMax = 2;

/** argon2id in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await run({ password, salt, memoryKibibytes, passes, parallelism });
  const costs = `m=${memoryKibibytes},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${costs}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Takes as long for a person without a password, or for nobody at all (`hash` null), as for a wrong password. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const parsed = parseHash(hash ?? unmatchableHash);
  const tag = await run({ password, ...parsed });
  return timingSafeEqual(tag, parsed.tag) && hash !== null;
}

interface Parameters {
  salt: Buffer;
  memoryKibibytes: number;
  passes: number;
  parallelism: number;
}

const unmatchableHash = `$argon2id$v=19$m=${memoryKibibytes},t=${passes},p=${parallelism}$${unpadded(Buffer.alloc(saltBytes))}$${unpadded(Buffer.alloc(tagBytes))}`;

function parseHash(hash: string): Parameters & { tag: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (match === null) throw new Error('a stored password hash is not in the form that we write');
  const [, memory, time, lanes, salt = '', tag = ''] = match;
  return {
    memoryKibibytes: Number(memory),
    passes: Number(time),
    parallelism: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

async function run(input: Parameters & { password: string }): Promise<Buffer> {
  await takeTurn();
  try {
    return await derive('argon2id', {
      // The same password typed on another keyboard may arrive in another normal form.
      message: input.password.normalize('NFC'),
      nonce: input.salt,
      memory: input.memoryKibibytes,
      passes: input.passes,
      parallelism: input.parallelism,
      tagLength: tagBytes,
    });
  } finally {
    giveTurn();
  }
}

let hashesUnderWay = 0;
const waiting: (() => void)[] = [];

async function takeTurn(): Promise<void> {
  if (hashesUnderWay < hashesAtOnceMax) {
    hashesUnderWay += 1;
    return;
  }
  // The turn is handed over by whoever ends, so the count does not change.
  await new Promise<void>((resolve) => waiting.push(resolve));
}

function giveTurn(): void {
  const next = waiting.shift();
  if (next === undefined) hashesUnderWay -= 1;
  else next();
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
