import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Section } from './sentence.ts';

export const SENTENCES = 'infra/specification/sentences';

/** The sections in `sentences/`, in the order of the file names. */
export const readSections = (root: string): Section[] =>
  globSync(`${SENTENCES}/*.yaml`, { cwd: root })
    .toSorted()
    .map((file) => parse(readFileSync(join(root, file), 'utf8')) as Section);
