import { linkSync, rmSync, writeFileSync } from 'node:fs';

/** Creates a file that only its owner can read, in one step. An existing file is left as it is. */
export function writeOnce(file: string, content: string): void {
  const written = `${file}.${process.pid}`;
  try {
    writeFileSync(written, content, { mode: 0o600 });
    linkSync(written, file);
  } catch (error) {
    // Another process created the file first, and that file is kept.
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(written, { force: true });
  }
}
