import { globSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hashCommentPassages, pagePassages } from './page-passages.ts';
import type { Passage } from './passage.ts';
import { typescriptPassages } from './typescript-passages.ts';

const neverRead = ['node_modules', 'dist', '.git', '.nx', '.baton', 'coverage', 'test-results'];

/** Package locks, recorded histories, the specification, and the names and zones that `npm run zones:generate` writes. */
const isGenerated = (path: string): boolean =>
  path.endsWith('package-lock.json') ||
  path === 'docs/specification.md' ||
  path.endsWith('.history.json') ||
  /local-time\/(?:regions|phone-prefixes)\.ts$/.test(path);

const readers: readonly (readonly [RegExp, (file: string, text: string) => Passage[]])[] = [
  [/\.(ts|tsx|mjs|js)$/, typescriptPassages],
  [/\.md$/, (_file, text) => pagePassages(text)],
  [/\.(ya?ml|sh|properties)$|(^|\/)Dockerfile$|\.githooks\/|\.ci\//, (_file, text) => hashCommentPassages(text)],
];

const readerOf = (file: string) => readers.find(([pattern]) => pattern.test(file))?.[1];

/** The files with prose at or below the paths, each relative to the root. */
export function proseFiles(root: string, paths: readonly string[]): string[] {
  const files = (paths.length === 0 ? ['.'] : paths).flatMap((path) => {
    if (statSync(join(root, path)).isFile()) return [path];
    return globSync('**/*', {
      cwd: join(root, path),
      exclude: (name) => neverRead.includes(name.split('/').at(-1) ?? ''),
    }).map((file) => relative(root, join(root, path, file)));
  });
  return [...new Set(files)].filter((file) => readerOf(file) && !isGenerated(file)).toSorted();
}

/** Strings in tests are samples, so only comments and titles are prose there. */
const isTest = (file: string): boolean => /\.spec\.tsx?$|\/spec\/|^libs\/testing\//.test(file);

export function passagesOf(file: string, text: string): Passage[] {
  const passages = readerOf(file)?.(file, text) ?? [];
  return isTest(file) ? passages.filter(({ kind }) => kind !== 'message') : passages;
}

export const readPassages = (root: string, file: string): { text: string; passages: Passage[] } => {
  const text = readFileSync(join(root, file), 'utf8');
  return { text, passages: passagesOf(file, text) };
};
