import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Section, Sentence } from './sentence.ts';
import { laterNeeds } from './sentence.ts';
import { titlesOfTests } from './titles-of-tests.ts';

type Titles = (spec: string) => ReadonlySet<string> | undefined;

/** The titles of the specs of a repository; each spec is read once. */
function titlesIn(root: string): Titles {
  const known = new Map<string, ReadonlySet<string> | undefined>();
  return (spec) => {
    if (!known.has(spec)) {
      const file = join(root, spec);
      known.set(spec, existsSync(file) ? titlesOfTests(spec, readFileSync(file, 'utf8')) : undefined);
    }
    return known.get(spec);
  };
}

function testProblems({ tests = {} }: Sentence, titles: Titles): string[] {
  return Object.entries(tests).flatMap(([spec, named]) => {
    const found = titles(spec);
    if (!found) return [`the spec ${spec} does not exist`];
    return named.filter((title) => !found.has(title)).map((title) => `${spec} has no test "${title}"`);
  });
}

/** A sentence has code and a test, or waits for a later issue, or claims nothing; and only one of them. */
function stateProblems({ where = [], tests = {}, later, nothingToTest }: Sentence): string[] {
  const isTested = Object.values(tests).flat().length > 0;
  if (later !== undefined && !laterNeeds.includes(later)) {
    return [`"later: ${String(later)}" must be one of ${laterNeeds.join(', ')}`];
  }
  if ([isTested, later !== undefined, nothingToTest !== undefined].filter(Boolean).length > 1) {
    return ['only one of "tests", "later" and "nothingToTest" can be given'];
  }
  if (later !== undefined || nothingToTest !== undefined) return [];
  if (!isTested) return ['no test is named'];
  return where.length === 0 ? ['"where" names no file'] : [];
}

/** What is wrong with the table of sentences: every sentence must name existing code and existing tests. */
export function sentenceProblems(root: string, sections: readonly Section[]): string[] {
  const titles = titlesIn(root);
  return sections.flatMap(({ section, sentences }) =>
    sentences.flatMap((sentence) =>
      [
        ...stateProblems(sentence),
        ...(sentence.where ?? [])
          .filter((file) => !existsSync(join(root, file)))
          .map((file) => `${file} does not exist`),
        ...testProblems(sentence, titles),
      ].map((problem) => `${section}: "${sentence.sentence}": ${problem}`),
    ),
  );
}
