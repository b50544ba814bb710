import { locateCharacter } from '@baton/domain';
import { domainToASCII } from 'node:url';
import { parse } from 'tldts';

/** Letters of other alphabets, each followed by the Latin letter that it is taken for. The first line looks the same. */
const INDISTINGUISHABLE =
  'аa еe оo рp сc уy хx іi јj ѕs οo АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX';
const SIMILAR = 'вb кk мm нh тt һh ԁd ԛq ԝw ҺH ԀD ԚQ ԜW';
const pairsOf = (text: string) => text.split(' ').map(([letter = '', latin = '']) => [letter, latin] as const);
const latinLookAlikes = new Map(pairsOf(`${INDISTINGUISHABLE} ${SIMILAR}`));
const sameLookingLetters = new Set(pairsOf(INDISTINGUISHABLE).map(([letter]) => letter));

const foreignLetter = /[\p{Script=Cyrillic}\p{Script=Greek}]/gu;
const latinLetter = /\p{Script=Latin}/u;

const word = /[\p{L}\p{M}]+/gu;

/** What makes a word unreadable: letters of two alphabets that do not look alike, or nothing but look-alikes. */
interface UnclearWord {
  letter: string;
  reason: 'two-alphabets' | 'ambiguous';
}

interface LookAlikeReading {
  /** The text with look-alikes among Latin letters replaced: nobody mixes the two on purpose. */
  latin: string;
  /** The first letter that was replaced. */
  replaced?: string;
  unclear?: UnclearWord;
}

/** Reads part of an address word by word: the part before the @, or a label of the domain. */
function readLookAlikes(part: string): LookAlikeReading {
  let replaced: string | undefined;
  let unclear: UnclearWord | undefined;
  const latin = part.replace(word, (each) => {
    const letters = each.match(foreignLetter) ?? [];
    const [letter] = letters;
    if (letter === undefined) return each;
    const isMixed = latinLetter.test(each);
    if (isMixed && letters.every((foreign) => latinLookAlikes.has(foreign))) {
      replaced ??= letter;
      return each.replace(foreignLetter, (foreign) => latinLookAlikes.get(foreign) ?? foreign);
    }
    if (isMixed) unclear ??= { letter, reason: 'two-alphabets' };
    else if (letters.every((foreign) => sameLookingLetters.has(foreign))) unclear ??= { letter, reason: 'ambiguous' };
    return each;
  });
  return { latin, ...(replaced !== undefined && { replaced }), ...(unclear && { unclear }) };
}

export interface LatinParts {
  parts: string[];
  /** The first letter that was replaced. */
  replaced: string | undefined;
  unclear: UnclearWord | undefined;
}

/** Reads the parts of an address: the labels of its domain, and the part before the @ if it has one. */
export function readLatinParts(parts: readonly string[], topLevelDomain: string): LatinParts {
  const readings = parts.map(readLookAlikes);
  // Under a Latin or unknown top-level domain, letters that only look Latin are more often a slip than a name.
  const isForeign = isForeignTopLevelDomain(topLevelDomain);
  return {
    parts: readings.map(({ latin }) => latin),
    replaced: readings.find(({ replaced }) => replaced !== undefined)?.replaced,
    unclear: readings.find(({ unclear }) => unclear && !(isForeign && unclear.reason === 'ambiguous'))?.unclear,
  };
}

/** Such as рф: a top-level domain that exists and is not written in Latin letters. */
const isForeignTopLevelDomain = (label: string): boolean =>
  /[^\p{ASCII}]/u.test(label) && parse(`a.${domainToASCII(label)}`).isIcann === true;

/** Says which letter of `text` is unclear, and why. */
export function unclearProblem(text: string, { letter, reason }: UnclearWord): string {
  const meaning = reason === 'ambiguous' ? 'could be Latin or not' : 'is not Latin like the letters next to it';
  return `contains ${locateCharacter(text, letter)}, which ${meaning}; write it in one alphabet`;
}

export const replacedRemark = (text: string, letter: string): string =>
  `contained ${locateCharacter(text, letter)}, which was read as a Latin letter`;
