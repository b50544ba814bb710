import { stringify } from 'csv-stringify';
import type { Stringifier } from 'csv-stringify';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Finding } from './findings.ts';

/** A file with every row that was refused or not taken whole: where it is and why, but nothing of what it says. */
export class Report {
  readonly #rows: Stringifier;
  readonly #done: Promise<void>;
  readonly counts = { refused: 0, kept: 0 };

  constructor(file: string) {
    this.#rows = stringify({ header: true, columns: ['file', 'line', 'what', 'code', 'reason'] });
    const target = this.#rows.pipe(createWriteStream(file));
    this.#done = finished(target);
    this.#done.catch(() => undefined);
  }

  add(file: string, line: number, findings: readonly Finding[]): void {
    for (const { what, code, reason } of findings) {
      this.counts[what] += 1;
      this.#rows.write({ file, line, what, code, reason });
    }
  }

  async close(): Promise<void> {
    this.#rows.end();
    await this.#done;
  }
}
