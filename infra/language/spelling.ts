import {
  finalizeSettings,
  getDefaultBundledSettingsAsync,
  getDictionary,
  mergeSettings,
  readSettings,
} from 'cspell-lib';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Finding } from './finding.ts';

/** British English, Russian, and technical terms. */
const dictionaries = [
  'en-gb',
  'ru-ru',
  'companies',
  'softwareTerms',
  'software-tools',
  'networking-terms',
  'computing-acronyms',
  'web-services',
  'typescript',
  'node',
];

export const projectWordsFile = fileURLToPath(new URL('project-words.txt', import.meta.url));

export const projectWords = (): readonly string[] => readFileSync(projectWordsFile, 'utf8').trim().split('\n');

export interface Dictionary {
  has(word: string): boolean;
}

/** The dictionaries of cspell with the project's own words. */
export async function loadDictionary(): Promise<Dictionary> {
  const russian = await readSettings(createRequire(import.meta.url).resolve('@cspell/dict-ru_ru/cspell-ext.json'));
  const own = { dictionaries, words: [...projectWords()] };
  const settings = mergeSettings(await getDefaultBundledSettingsAsync(), russian, own);
  return getDictionary(finalizeSettings(settings));
}

const MINIMUM_WORD_LENGTH = 4;
const isAcronym = (word: string): boolean => /^\p{Lu}+s?$/u.test(word);
const isName = (word: string): boolean => /\p{Ll}\p{Lu}/u.test(word);

/** Words of letters only: a word with digits, dots or slashes is a name in code. */
function* wordsOf(text: string): Generator<{ word: string; offset: number }> {
  for (const { 0: token, index } of text.matchAll(/\S+/g)) {
    const [, before = '', core = ''] = /^([^\p{L}\d]*)(.*?)[^\p{L}\d]*$/u.exec(token) ?? [];
    if (!/^[\p{L}’'-]+$/u.test(core) || /[\\/@_$%={<]$/.test(before)) continue;
    for (const { 0: word, index: within } of core.matchAll(/[^-]+/g)) {
      yield { word: word.replace('’', "'").replace(/'s?$/, ''), offset: index + before.length + within };
    }
  }
}

/** The words of a text that no dictionary has. */
export const misspellings = (text: string, dictionary: Dictionary): Finding[] =>
  [...wordsOf(text)]
    .filter(
      ({ word }) => word.length >= MINIMUM_WORD_LENGTH && !isAcronym(word) && !isName(word) && !dictionary.has(word),
    )
    .map(({ word, offset }) => ({
      offset,
      found: word,
      instead: 'the right spelling, or a new line in infra/language/project-words.txt',
    }));
