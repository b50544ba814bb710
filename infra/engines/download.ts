import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../failure.ts';

const PARTIAL = 'partial-';
const ABANDONED_AFTER_MILLISECONDS = 3_600_000;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Deletes what interrupted downloads left. Younger directories may belong to a running download of another clone. */
async function removePartialDownloads(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(PARTIAL)) continue;
    const path = join(cache, name);
    const age = await stat(path).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_AFTER_MILLISECONDS) await rm(path, { recursive: true, force: true });
  }
}

/**
 * The directory `name` of the cache, filled once.
 * It is filled under another name and renamed when it is complete, so that a partial download is never used. Of two
 * simultaneous downloads the first to finish is kept.
 */
export async function cachedDirectory(
  cache: string,
  name: string,
  fill: (directory: string) => Promise<void>,
): Promise<string> {
  const target = join(cache, name);
  if (await exists(target)) return target;
  await mkdir(cache, { recursive: true });
  await removePartialDownloads(cache);
  const directory = join(cache, `${PARTIAL}${name}-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(directory);
    await fill(directory);
    await rename(directory, target);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
  return target;
}

/** SHA-256 of a file, in hexadecimal. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Compares a directory with a list in the format of `sha256sum`. @throws Failure when a file differs, is missing or is unknown */
export async function verifyHashes(directory: string, listFile: string): Promise<void> {
  const list = await readFile(listFile, 'utf8');
  const wanted = new Map(
    list.split('\n').flatMap((line): [string, string][] => {
      const [hash, file] = line.trim().split(/\s+/);
      return hash && file ? [[file, hash]] : [];
    }),
  );
  const found = await readdir(directory);
  const unexpected =
    found.find((file) => !wanted.has(file)) ?? [...wanted.keys()].find((file) => !found.includes(file));
  if (unexpected !== undefined) throw mismatch(`${unexpected} is not in both`, listFile);
  for (const file of found) {
    if ((await hashOf(join(directory, file))) !== wanted.get(file)) throw mismatch(`${file} differs`, listFile);
  }
}

const mismatch = (what: string, listFile: string): Failure =>
  new Failure(
    `The download was refused because it does not match ${listFile} (${what}).`,
    'Try again. If it fails again, the package registry serves other content than the pinned one.',
  );
