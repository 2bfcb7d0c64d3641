import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { BlobCorrupt, BlobMissing, BlobTooLarge, openBlobStore } from './blobs.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'atenta-blobs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const store = await openBlobStore(folder);

const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const fileOf = (sha256: string): string => path.join(folder, sha256.slice(0, 2), sha256);
const stored = async (): Promise<string[]> => Array.fromAsync(store.list());
/** Larger than what a file stream reads at once, so that there is more than one piece. */
const large = Buffer.alloc(200_000, 'ñandú ');

describe('blobs', () => {
  it('what was put is read back under its own sum, whole and as a stream', async () => {
    const blob = await store.put([large.subarray(0, 70_000), large.subarray(70_000)], {
      sizeLimitBytes: large.length,
    });
    expect(blob).toEqual({ sha256: sumOf(large), sizeBytes: large.length });
    expect(await store.read(blob.sha256)).toEqual(large);
    expect(await buffer(await store.openStream(blob.sha256))).toEqual(large);
  });

  it('nothing at all is a blob too', async () => {
    const blob = await store.put([], { sizeLimitBytes: 0 });
    expect(blob).toEqual({ sha256: sumOf(Buffer.alloc(0)), sizeBytes: 0 });
    expect(await store.read(blob.sha256)).toEqual(Buffer.alloc(0));
  });

  it('the same bytes put by many at once are one blob', async () => {
    const bytes = Buffer.from('same');
    await Promise.all(Array.from({ length: 20 }, () => store.put([bytes], { sizeLimitBytes: 10 })));
    expect((await stored()).filter((name) => name === sumOf(bytes))).toHaveLength(1);
  });

  it('at the limit it is stored, one byte more is refused before the rest is read', async () => {
    let asked = 0;
    async function* source() {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(1);
      }
    }
    const before = await stored();
    await expect(store.put(source(), { sizeLimitBytes: 10 })).rejects.toThrow(BlobTooLarge);
    expect(asked).toBe(11);
    expect(await stored()).toEqual(before);
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
    expect((await store.put([Buffer.alloc(10)], { sizeLimitBytes: 10 })).sizeBytes).toBe(10);
  });

  it('a source that breaks leaves nothing behind', async () => {
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('the sender hung up');
    }
    const before = await stored();
    await expect(store.put(broken(), { sizeLimitBytes: 10 })).rejects.toThrow('the sender hung up');
    expect(await stored()).toEqual(before);
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
  });

  it('altered bytes are never given out as a whole, and putting them again mends it', async () => {
    const { sha256 } = await store.put([large], { sizeLimitBytes: large.length });
    const altered = Buffer.from(large);
    altered[0] = 0;
    writeFileSync(fileOf(sha256), altered);
    await expect(store.read(sha256)).rejects.toThrow(BlobCorrupt);
    await expect(buffer(await store.openStream(sha256))).rejects.toThrow(BlobCorrupt);
    await store.put([large], { sizeLimitBytes: large.length });
    expect(await store.read(sha256)).toEqual(large);
  });

  it('a missing one is said to be missing, and a name that is no sum is a bug', async () => {
    const missing = sumOf(Buffer.from('never put'));
    await expect(store.read(missing)).rejects.toThrow(BlobMissing);
    await expect(store.openStream(missing)).rejects.toThrow(BlobMissing);
    await expect(store.read(`${'0'.repeat(61)}/..`)).rejects.toThrow(TypeError);
  });

  it('a removed one is gone, and removing it again is no error', async () => {
    const { sha256 } = await store.put([Buffer.from('bye')], { sizeLimitBytes: 10 });
    await store.remove(sha256);
    await store.remove(sha256);
    await expect(store.read(sha256)).rejects.toThrow(BlobMissing);
  });
});
