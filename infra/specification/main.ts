/** `npm run specification` checks the table of sentences; with `--write` it first writes docs/specification.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { domainDifferences } from './domain-page.ts';
import { readSections } from './read-sections.ts';
import { sentenceProblems } from './sentence-problems.ts';
import { PAGE, specificationPage } from './specification-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The page that the sentences are from. A clone of the repository alone does not have it. */
const domainPage = resolve(root, '../shared/domain.md');

const sections = readSections(root);
const page = specificationPage(sections);
const file = resolve(root, PAGE);
if (process.argv.includes('--write')) writeFileSync(file, page);

const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === page;
const problems = [
  ...sentenceProblems(root, sections),
  ...(existsSync(domainPage) ? domainDifferences(readFileSync(domainPage, 'utf8'), sections) : []),
  ...(isCurrent ? [] : [`${PAGE} is out of date; run "npm run specification -- --write"`]),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
