import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedDirectory, verifyHashes } from './download.ts';

describe('the cache of engines', () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'baton-cache-'));
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  const fill = async (directory: string): Promise<void> => writeFileSync(join(directory, 'engine.jar'), 'whole');

  it('fills a directory once', async () => {
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

  it('leaves nothing behind when a download fails, and tries again the next time', async () => {
    const broken = async (directory: string): Promise<void> => {
      await fill(directory);
      throw new Error('the network is away');
    };
    await expect(cachedDirectory(cache, 'kafka-1', broken)).rejects.toThrow('the network is away');
    expect(readdirSync(cache)).toEqual([]);
    expect(readdirSync(await cachedDirectory(cache, 'kafka-1', fill))).toEqual(['engine.jar']);
  });

  it('never takes a half download for an engine, and clears it away when it is old', async () => {
    const half = join(cache, 'partial-kafka-1-aaaa');
    mkdirSync(half);
    writeFileSync(join(half, 'engine.jar'), 'ha');
    utimesSync(half, 0, 0);
    await cachedDirectory(cache, 'kafka-1', fill);
    expect(readdirSync(cache)).toEqual(['kafka-1']);
  });

  it('gives the same engine to two that download at the same time', async () => {
    const [first, second] = await Promise.all([
      cachedDirectory(cache, 'kafka-1', fill),
      cachedDirectory(cache, 'kafka-1', fill),
    ]);
    expect(first).toBe(second);
    expect(readdirSync(cache)).toEqual(['kafka-1']);
  });
});

describe('a download that was pinned', () => {
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

  it('is refused when a file has another content', async () => {
    await expect(check(`${whole}  engine.jar\n`)).rejects.toThrow('engine.jar differs');
  });

  it('is refused when a file is missing or unknown', async () => {
    await expect(check('')).rejects.toThrow('engine.jar is not in both');
    await expect(check(`${whole}  engine.jar\n${whole}  other.jar\n`)).rejects.toThrow('other.jar is not in both');
  });

  it('is taken when everything agrees', async () => {
    const { hashOf } = await import('./download.ts');
    const hash = await hashOf(join(directory, 'jars', 'engine.jar'));
    await expect(check(`${hash}  engine.jar\n`)).resolves.toBeUndefined();
  });
});
