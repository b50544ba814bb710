import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a log, read from its end so that a long one costs nothing. */
export function logTail(file: string, lines = 8): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const buffer = Buffer.alloc(Math.min(size, 16_384));
      readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}

/** The same, indented, as it stands under a sentence. */
export const indentedLogTail = (file: string, lines?: number): string => logTail(file, lines).replace(/^/gm, '    ');
