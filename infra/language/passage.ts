/** What a passage is to its reader. */
export type PassageKind = 'comment' | 'message' | 'title' | 'unit' | 'page';

/** A stretch of prose in a file. */
export interface Passage {
  readonly kind: PassageKind;
  /** As long as the source it was taken from; whatever is not prose is blank, so that offsets and lines agree. */
  readonly text: string;
  /** Where it begins in the source. */
  readonly start: number;
}

/** Stands for a value that is filled in at run time. */
export const PLACEHOLDER = '…';

/** The same number of characters and lines, all blank. */
export const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Quoted code, links and addresses are not prose. */
export const withoutCode = (text: string): string =>
  text
    .replace(/`[^`\n]*`/g, (code) => PLACEHOLDER.padEnd(code.length))
    .replace(/\{@link[^}]*\}|\bhttps?:\/\/[^\s)>\]]+/g, (link) => PLACEHOLDER.padEnd(link.length));
