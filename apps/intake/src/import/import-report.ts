import { stringify } from 'csv-stringify';
import type { Stringifier } from 'csv-stringify';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Finding } from './findings.ts';

/** Lists each error and warning with its line and reason. It never repeats values from the rows, which are personal data. */
export class ImportReport {
  readonly #rows: Stringifier;
  readonly #done: Promise<void>;
  readonly counts = { error: 0, warning: 0 };

  constructor(file: string) {
    this.#rows = stringify({ header: true, columns: ['file', 'line', 'severity', 'code', 'reason'] });
    const target = this.#rows.pipe(createWriteStream(file));
    this.#done = finished(target);
    this.#done.catch(() => undefined);
  }

  add(file: string, line: number, findings: readonly Finding[]): void {
    for (const { severity, code, reason } of findings) {
      this.counts[severity] += 1;
      this.#rows.write({ file, line, severity, code, reason });
    }
  }

  async close(): Promise<void> {
    this.#rows.end();
    await this.#done;
  }
}
