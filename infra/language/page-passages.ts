import { blank, withoutCode } from './passage.ts';
import type { Passage } from './passage.ts';

const fence = /^( *)(```|~~~).*\n[\s\S]*?^\1\2.*$/gm;
const linkTarget = /\]\([^)\n]*\)|^\[[^\]\n]+\]: .*$/gm;
const markup = /<!--[\s\S]*?-->|<\/?[a-zA-Z][^>\n]*>/g;

/** The prose of a Markdown page: no code, no link targets, no markup. */
export function pagePassages(text: string): Passage[] {
  const prose = withoutCode(text.replace(fence, blank)).replace(linkTarget, blank).replace(markup, blank);
  return [{ kind: 'page', text: prose, start: 0 }];
}

/** The comments of a file whose comments begin with `#`. */
export function hashCommentPassages(text: string): Passage[] {
  return [...text.matchAll(/(?:^[ \t]*#(?!!).*\n)*^[ \t]*#(?!!).*|(?<=\s)# .*/gm)].map(({ 0: comment, index }) => ({
    kind: 'comment',
    text: withoutCode(comment.replace(/^[ \t]*#+|^# /gm, blank)),
    start: index,
  }));
}
