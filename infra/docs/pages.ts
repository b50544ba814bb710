import { globSync } from 'node:fs';

/** The pages that people read, as paths from the root of the repository. */
export const pagesOf = (root: string): string[] =>
  globSync(['*.md', 'docs/**/*.md', 'infra/*.md'], { cwd: root }).toSorted();
