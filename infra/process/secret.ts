import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Directories } from '../directories.ts';
import { writeOnce } from './write-file-once.ts';

/** A secret of this Baton, created on first use and readable by its owner only. */
export function readOrCreateSecret(
  directories: Directories,
  name: string,
  generate = (): string => randomBytes(32).toString('base64url'),
): string {
  const file = join(directories.secrets, name);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    writeOnce(file, `${generate()}\n`);
    return readFileSync(file, 'utf8').trim();
  }
}
