import type { Section } from './sentence.ts';

/** Without emphasis, the lines of tables and drawings, and line breaks. */
const plain = (text: string): string =>
  text
    .replaceAll('**', '')
    .replaceAll(/[|─│└├┬→]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The row above the line of dashes names the columns. */
const tableHead = /^\|.*\|\n\|[-| ]+\|$/gm;
const listMarker = /^- /gm;
const fence = /^```.*$/gm;

/** The text below each heading. */
function sectionsOf(page: string): Map<string, string> {
  const prose = page.replaceAll(tableHead, '').replaceAll(listMarker, '').replaceAll(fence, '');
  const parts = prose.split(/^#+ (.+)$/gm).slice(1);
  const headings = parts.filter((_, index) => index % 2 === 0);
  return new Map(headings.map((heading, index) => [heading, plain(parts[index * 2 + 1] ?? '')]));
}

/** The sentences of a section, one after the other, are its whole text. */
function sectionDifferences({ section, sentences }: Section, text: string): string[] {
  const differences: string[] = [];
  const reportMissingRow = (passage: string): void => {
    if (passage.trim() !== '') differences.push(`${section}: "${passage.trim()}" is in the domain page and has no row`);
  };
  let end = 0;
  for (const { sentence } of sentences) {
    const wanted = plain(sentence);
    const start = text.indexOf(wanted, end);
    if (start === -1) {
      differences.push(`${section}: "${sentence}" is not in the domain page, or not in this order`);
    } else {
      reportMissingRow(text.slice(end, start));
      end = start + wanted.length;
    }
  }
  reportMissingRow(text.slice(end));
  return differences;
}

/** Where the table of sentences and the domain page differ. */
export function domainDifferences(page: string, sections: readonly Section[]): string[] {
  const texts = sectionsOf(page);
  const listed = new Set(sections.map(({ section }) => section));
  return [
    ...sections.flatMap((section) => {
      const text = texts.get(section.section);
      return text === undefined
        ? [`${section.section}: the domain page has no such heading`]
        : sectionDifferences(section, text);
    }),
    ...[...texts]
      .filter(([heading, text]) => text !== '' && !listed.has(heading))
      .map(([heading]) => `${heading}: the domain page has this heading, and the table has no sentence of it`),
  ];
}
