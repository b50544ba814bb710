import { linkSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner may read, whole or not at all; where it is there already, that one stays. */
export function writeOnce(file: string, content: string): void {
  const written = `${file}.${process.pid}`;
  try {
    writeFileSync(written, content, { mode: 0o600 });
    linkSync(written, file);
  } catch (error) {
    // Somebody else was first: theirs counts.
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(written, { force: true });
  }
}
