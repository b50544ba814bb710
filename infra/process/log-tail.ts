import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a log. Reads only the end of the file. */
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

/** The last lines of a log, indented to be shown below a sentence. */
export const indentedLogTail = (file: string, lines?: number): string => logTail(file, lines).replace(/^/gm, '    ');
