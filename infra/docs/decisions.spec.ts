import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../docs/decisions', import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .toSorted();

/** A row of the table: number, title, file, status and date. */
const rows = [
  ...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(
    /^\| (\d{4}) +\| \[(.+)\]\(([\w-]+\.md)\) +\| (\w[^|]*?) +\| (\d{4}-\d{2}-\d{2}) \|$/gm,
  ),
].map(([, number, title, file, status, date]) => ({ number, title, file, status, date }));

describe('the decisions', () => {
  it('decisions are numbered without gaps', () => {
    expect(files.map((name) => name.slice(0, 4))).toEqual(files.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  it('every decision is a row of the table, in order', () => {
    expect(rows.map(({ file }) => file)).toEqual(files);
  });

  it.each(rows)('$file has the title, status and date of the table', ({ number, title, file, status, date }) => {
    const [heading, , statusLine] = readFileSync(join(folder, file ?? ''), 'utf8').split('\n');

    expect({ heading, statusLine, number }).toEqual({
      heading: `# ${title}`,
      statusLine: `Status: ${status}. Date: ${date}.`,
      number: file?.slice(0, 4),
    });
  });
});
