import type { Later, Section, Sentence } from './sentence.ts';

export const PAGE = 'docs/specification.md';

const laterTexts: Record<Later, string> = {
  doors: 'later, with entry points for other sources',
  merge: 'later, with merged leads',
  CRM: 'later, with a CRM',
  reports: 'later, with the other reports',
};

/** Text of a cell: no character in it ends the cell or a link. */
const cell = (text: string): string =>
  text
    .replaceAll(/\s*\|\s*/g, ' — ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[[\]<>]/g, String.raw`\$&`);

const link = (path: string, text: string): string => `[${cell(text)}](../${path})`;

const fileName = (path: string): string => path.split('/').at(-1) ?? path;

function testCell({ tests = {}, later, nothingToTest }: Sentence): string {
  if (later !== undefined) return laterTexts[later];
  if (nothingToTest !== undefined) return cell(nothingToTest);
  return Object.entries(tests)
    .flatMap(([spec, titles]) => titles.map((title) => link(spec, title)))
    .join('<br>');
}

const row = (sentence: Sentence): string => {
  const where = (sentence.where ?? []).map((path) => link(path, fileName(path))).join('<br>');
  return `| ${cell(sentence.sentence)} | ${where} | ${testCell(sentence)} |`;
};

const INTRODUCTION = `# Specification

What Baton promises, sentence by sentence: where the code does it, and the tests that show it. The title of a test with
several cases is its template.

This page is generated. Edit \`infra/specification/sentences\`, then run \`npm run specification -- --write\`. \`npm test\`
fails when a sentence has no test, when a test or file does not exist, and when this page is out of date.
`;

/** The table of all sentences, as the docs show it. */
export function specificationPage(sections: readonly Section[]): string {
  const all = sections.flatMap(({ sentences }) => sentences);
  const count = (has: (sentence: Sentence) => boolean): number => all.filter(has).length;
  const counts = [
    `${all.length} sentences`,
    `${count(({ tests }) => tests !== undefined)} with tests`,
    `${count(({ later }) => later !== undefined)} for later`,
    `${count(({ nothingToTest }) => nothingToTest !== undefined)} that claim nothing`,
  ];
  const tables = sections.map(({ section, sentences }) =>
    [`## ${section}`, '', '| sentence | where | test |', '| --- | --- | --- |', ...sentences.map(row), ''].join('\n'),
  );
  return [INTRODUCTION, `${counts.join(', ')}.\n`, ...tables].join('\n');
}
