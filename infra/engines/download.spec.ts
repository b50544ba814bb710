import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedDirectory, verifyHashes } from './download.ts';

describe('cachedDirectory', () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'baton-cache-'));
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  const fill = async (directory: string): Promise<void> => writeFileSync(join(directory, 'engine.jar'), 'whole');

  it('the cache fills a directory once', async () => {
    let fills = 0;
    const counting = async (directory: string): Promise<void> => {
      fills += 1;
      await fill(directory);
    };
    const first = await cachedDirectory(cache, 'kafka-1', counting);
    expect(await cachedDirectory(cache, 'kafka-1', counting)).toBe(first);
    expect(fills).toBe(1);
    expect(readdirSync(first)).toEqual(['engine.jar']);
  });

  it('the cache leaves nothing behind when a download fails, and downloads again the next time', async () => {
    const broken = async (directory: string): Promise<void> => {
      await fill(directory);
      throw new Error('the network is down');
    };
    await expect(cachedDirectory(cache, 'kafka-1', broken)).rejects.toThrow('the network is down');
    expect(readdirSync(cache)).toEqual([]);
    expect(readdirSync(await cachedDirectory(cache, 'kafka-1', fill))).toEqual(['engine.jar']);
  });

  it('the cache ignores a partial download, and deletes it when it is old', async () => {
    const partial = join(cache, 'partial-kafka-1-aaaa');
    mkdirSync(partial);
    writeFileSync(join(partial, 'engine.jar'), 'ha');
    utimesSync(partial, 0, 0);
    await cachedDirectory(cache, 'kafka-1', fill);
    expect(readdirSync(cache)).toEqual(['kafka-1']);
  });

  it('the cache returns the same directory to two simultaneous downloads', async () => {
    const [first, second] = await Promise.all([
      cachedDirectory(cache, 'kafka-1', fill),
      cachedDirectory(cache, 'kafka-1', fill),
    ]);
    expect(first).toBe(second);
    expect(readdirSync(cache)).toEqual(['kafka-1']);
  });
});

describe('verifyHashes', () => {
  let directory: string;
  const whole = 'b4fa2f27e20a6d33a2c7d2f5c0e7f0c0f0d6d4d1f6e8ee9b3e5d0b3ad9f6a1c2';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'baton-verify-'));
    mkdirSync(join(directory, 'jars'));
    writeFileSync(join(directory, 'jars', 'engine.jar'), 'whole');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const check = async (list: string): Promise<void> => {
    writeFileSync(join(directory, 'list'), list);
    await verifyHashes(join(directory, 'jars'), join(directory, 'list'));
  };

  it('verifyHashes refuses a file with other content', async () => {
    await expect(check(`${whole}  engine.jar\n`)).rejects.toThrow('engine.jar differs');
  });

  it('verifyHashes refuses a missing and an unknown file', async () => {
    await expect(check('')).rejects.toThrow('engine.jar is not in both');
    await expect(check(`${whole}  engine.jar\n${whole}  other.jar\n`)).rejects.toThrow('other.jar is not in both');
  });

  it('verifyHashes accepts files that match the list', async () => {
    const { hashOf } = await import('./download.ts');
    const hash = await hashOf(join(directory, 'jars', 'engine.jar'));
    await expect(check(`${hash}  engine.jar\n`)).resolves.toBeUndefined();
  });
});
