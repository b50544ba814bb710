import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { writeOnce } from './write-once.ts';

/** A secret of this place, made on first use and readable by its owner only. */
export function secret(place: Place, name: string, make = (): string => randomBytes(32).toString('base64url')): string {
  const file = join(place.secrets, name);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    writeOnce(file, `${make()}\n`);
    return readFileSync(file, 'utf8').trim();
  }
}
