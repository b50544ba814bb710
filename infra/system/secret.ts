import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';

/** A secret of this place, made on first use and readable by its owner only. */
export function secret(place: Place, name: string, make = (): string => randomBytes(32).toString('base64url')): string {
  const file = join(place.secrets, name);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const written = `${file}.${process.pid}`;
    writeFileSync(written, `${make()}\n`, { mode: 0o600 });
    try {
      linkSync(written, file);
    } catch {
      // Somebody else was first: theirs counts.
    }
    rmSync(written);
    return readFileSync(file, 'utf8').trim();
  }
}
