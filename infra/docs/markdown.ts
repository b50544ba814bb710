/** A link of a Markdown page, without links to other sites. */
export interface Link {
  /** The visible text; for a picture its alternative text. */
  readonly text: string;
  readonly target: string;
  /** Where the target starts in the page. */
  readonly offset: number;
}

const inlineLink = /\[((?:[^[\]]|\[[^[\]]*\])*)\]\(([^()\s]+)\)/g;
const htmlLink = /<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"/g;
const fencedBlock = /^(```|~~~)[\s\S]*?^\1/gm;
const otherSite = /^[a-z][a-z\d+.-]*:/i;

/** Keeps the offsets of everything else. */
const withoutFencedBlocks = (page: string): string =>
  page.replaceAll(fencedBlock, (block) => block.replaceAll(/[^\n]/g, ' '));

export function linksOf(page: string): Link[] {
  const prose = withoutFencedBlocks(page);
  const inline = [...prose.matchAll(inlineLink)].map(({ 0: all, 1: text = '', 2: target = '', index }) => ({
    text,
    target,
    offset: index + all.length - 1 - target.length,
  }));
  const html = [...prose.matchAll(htmlLink)].map(({ 0: all, 1: target = '', index }) => ({
    text: '',
    target,
    offset: index + all.length - 1 - target.length,
  }));
  // The text of a link can be a picture, which has its own target.
  const nested = inline.flatMap(({ text, offset }) =>
    linksOf(text).map((link) => ({ ...link, offset: offset - 2 - text.length + link.offset })),
  );
  return [...inline, ...html, ...nested].filter(({ target }) => !otherSite.test(target));
}

/** The anchors that GitHub makes for the headings of a page. */
export function anchorsOf(page: string): string[] {
  const timesUsed = new Map<string, number>();
  return [...withoutFencedBlocks(page).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    const used = timesUsed.get(slug) ?? 0;
    timesUsed.set(slug, used + 1);
    return used === 0 ? slug : `${slug}-${used}`;
  });
}

export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
