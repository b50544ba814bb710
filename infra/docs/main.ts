/** `npm run docs:links` lists the broken links of the docs; with `--write` it first corrects the line numbers in them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrokenLink } from './broken-links.ts';
import { brokenLinks } from './broken-links.ts';
import { pagesOf } from './pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function correctLines(page: string, links: readonly BrokenLink[]): void {
  const file = resolve(root, page);
  const text = readFileSync(file, 'utf8');
  const replacements = links.flatMap(({ replacement }) => replacement ?? []).toSorted((a, b) => b.offset - a.offset);
  const corrected = replacements.reduce(
    (result, { offset, target, instead }) => result.slice(0, offset) + instead + result.slice(offset + target.length),
    text,
  );
  if (corrected !== text) writeFileSync(file, corrected);
}

const pages = pagesOf(root);
if (process.argv.includes('--write')) for (const page of pages) correctLines(page, brokenLinks(root, page));

const broken = pages.flatMap((page) => brokenLinks(root, page));
for (const { page, line, problem } of broken) console.error(`${page}:${line}: ${problem}`);
if (broken.length > 0) process.exitCode = 1;
