import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnReference } from './mapping.ts';
import { readCsv } from './read-csv.ts';

describe('readCsv', () => {
  let directory: string;
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'baton-csv-'))));
  afterAll(() => rmSync(directory, { recursive: true }));

  const read = async (text: string, columns: ColumnReference[], delimiter = ';'): Promise<unknown[]> => {
    const file = join(directory, 'deals.csv');
    writeFileSync(file, text);
    const rows: unknown[] = [];
    for await (const row of readCsv(file, { delimiter, encoding: 'utf-8' }, columns))
      rows.push('problem' in row ? `line ${row.line} ${row.problem}` : [...row.cells.values()]);
    return rows;
  };
  const refusal = (text: string, columns: ColumnReference[], delimiter = ';'): Promise<string> =>
    read(text, columns, delimiter).then(
      () => 'accepted',
      (error: unknown) => (error as Error).message.replace(`${directory}/`, ''),
    );

  it.each([';', ',', '\t'])('cells delimited by %j are read by the name of their column', async (delimiter) => {
    const text = ['\uFEFFnr|phone|name', '1|"+7 912"|"Bob ""the buyer""', 'of two lines"']
      .join('\n')
      .replaceAll('|', delimiter);
    expect(await read(text, ['name', 'nr'], delimiter)).toEqual([['Bob "the buyer"\nof two lines', '1']]);
  });

  it.each([
    ['nr;Phone;Phone\n1;2;3\n', 'columns 2 and 3'],
    ['nr;Phone;PHONE \n1;2;3\n', 'columns 2 and 3'],
    ['nr;Pho\u200Bne;x;phone\n1;2;3;4\n', 'columns 2 and 4'],
    ['nr;\u00A0phone;ｐｈｏｎｅ\n1;2;3\n', 'columns 2 and 3'],
  ])('a header that occurs twice, as in %j, is refused with both positions', async (text, positions) => {
    expect(await refusal(text, ['nr', 'Phone'])).toBe(
      `deals.csv has the header Phone in the ${positions}. Write the position of the one to read into the mapping, such as 2 instead of Phone.`,
    );
  });

  it('a column is read by its position, also with a header that occurs twice or is empty', async () => {
    expect(await read('nr;Phone;Phone;\n1;2;3;4\n', ['nr', 3, 4])).toEqual([['1', '3', '4']]);
  });

  it('headers that occur twice are ignored if nothing reads them', async () => {
    expect(await read('nr;note;note;;\n1;2;3;4;5\n', ['nr'])).toEqual([['1']]);
  });

  it('missing columns are all named, and another delimiter is proposed', async () => {
    expect(await refusal('nr;who\n1;2\n', ['nr', 'phone', 7])).toMatch(
      /has no column phone, column 7\. Its columns are nr, who/,
    );
    expect(await refusal('nr,who\n1,2\n', ['nr', 'who'])).toContain("write delimiter: ',' into the mapping");
    expect(await refusal('nr\twho\n', ['nr'])).toContain('write delimiter: tab into the mapping');
  });

  it('a row that is longer or shorter than the header is a problem of its line', async () => {
    expect(await read('nr;who\n1;2;3\n2\n3;4\n', ['nr'])).toEqual([
      'line 2 has 3 columns, the header has 2',
      'line 3 has 1 columns, the header has 2',
      ['3'],
    ]);
  });

  it('the line in which Excel names the delimiter is skipped', async () => {
    expect(await read('sep=;\nnr;who\n1;Ann\n', ['who'])).toEqual([['Ann']]);
  });

  it('a quote that is never closed stops the import instead of swallowing the rest of the file', async () => {
    expect(await refusal('nr;who\n1;"Ann\n2;Bob\n', ['nr'])).toMatch(
      /a quote that opens on or before line \d+ is never closed/,
    );
  });
});
