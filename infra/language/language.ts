import { bannedForms } from './banned-forms.ts';
import type { Finding } from './finding.ts';
import type { Passage } from './passage.ts';
import { misspellings } from './spelling.ts';
import type { Dictionary } from './spelling.ts';
import { problemsOfTitle, problemsOfUnit } from './titles.ts';

/** A single word or a key is not prose. */
const isSentence = (text: string): boolean => /\p{L}{2,}[,;:]? +\p{L}+/u.test(text);

/** All that is wrong with a passage. */
export function findingsIn({ kind, text }: Passage, dictionary: Dictionary): Finding[] {
  if (kind === 'message' && !isSentence(text)) return [];
  const titles = kind === 'title' ? problemsOfTitle(text) : kind === 'unit' ? problemsOfUnit(text) : [];
  return [...titles, ...bannedForms(text), ...misspellings(text, dictionary)];
}
