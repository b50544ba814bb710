import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { proseFiles, readPassages } from './files.ts';
import { findingsIn } from './language.ts';
import { loadDictionary } from './spelling.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const start = process.env.INIT_CWD ?? process.cwd();

/** `npm run language -- [path …]`: what to write instead, in the files at and below the paths. */
async function main(paths: readonly string[]): Promise<number> {
  const dictionary = await loadDictionary();
  const files = proseFiles(
    root,
    paths.map((path) => relative(root, resolve(start, path))),
  );
  const lines = files.flatMap((file) => {
    const { text, passages } = readPassages(root, file);
    return passages
      .flatMap((passage) =>
        findingsIn(passage, dictionary).map(({ offset, ...finding }) => ({
          ...finding,
          offset: passage.start + offset,
        })),
      )
      .toSorted((one, other) => one.offset - other.offset)
      .map(({ offset, found, instead }) => {
        const line = text.slice(0, offset).split('\n').length;
        return `${file}:${line}: ${found.replace(/\s+/g, ' ')} → ${instead}`;
      });
  });
  if (lines.length > 0) console.log(lines.join('\n'));
  console.log(`${files.length} files read, ${lines.length} to correct`);
  return lines.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
