import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { identifierLine } from './identifier-line.ts';
import type { Link } from './markdown.ts';
import { anchorsOf, lineOf, linksOf } from './markdown.ts';

export interface BrokenLink {
  readonly page: string;
  readonly line: number;
  readonly problem: string;
  /** The correct target, if only the line has shifted. */
  readonly replacement?: { offset: number; target: string; instead: string };
}

/** A relative link must reach a file, a heading, or the line of the identifier that the link's text names. */
export function brokenLinks(root: string, page: string): BrokenLink[] {
  const text = readFileSync(resolve(root, page), 'utf8');
  return linksOf(text).flatMap((link) => {
    const found = checkLink(root, page, link);
    return found ? [{ page, line: lineOf(text, link.offset), ...found }] : [];
  });
}

type LinkProblem = Pick<BrokenLink, 'problem' | 'replacement'>;

function checkLink(root: string, page: string, link: Link): LinkProblem | undefined {
  const [path = '', fragment] = link.target.split('#');
  const file = path === '' ? resolve(root, page) : resolve(root, dirname(page), decodeURIComponent(path));
  const shown = relative(root, file);
  if (shown.startsWith('..')) return { problem: `"${link.target}" points outside of the repository` };
  if (!existsSync(file)) return { problem: `${shown} does not exist` };
  if (fragment === undefined) return undefined;
  if (statSync(file).isDirectory()) return { problem: `${shown} is a folder and has no "#${fragment}"` };
  const content = readFileSync(file, 'utf8');
  if (file.endsWith('.md')) {
    return anchorsOf(content).includes(fragment) ? undefined : { problem: `${shown} has no heading "#${fragment}"` };
  }
  return checkLine(link, { path, shown, fragment, content });
}

interface LineTarget {
  path: string;
  shown: string;
  fragment: string;
  content: string;
}

function checkLine(link: Link, { path, shown, fragment, content }: LineTarget): LinkProblem | undefined {
  const identifier = /`([\w$.#]+)(?:\(\))?`/.exec(link.text)?.[1];
  if (!identifier) {
    return { problem: `the text "${link.text}" must name in backticks the identifier at ${link.target}` };
  }
  const line = identifierLine(content, identifier);
  if (line === undefined) return { problem: `${shown} does not contain "${identifier}"` };
  if (fragment === `L${line}`) return undefined;
  const instead = `${path}#L${line}`;
  return {
    problem: `"${identifier}" is at line ${line} of ${shown}, not at #${fragment}; run "npm run docs:links -- --write"`,
    replacement: { offset: link.offset, target: link.target, instead },
  };
}
