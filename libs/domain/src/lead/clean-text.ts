/** Scripts whose words need a joiner inside them, such as Persian, Hindi or Malayalam. */
const joiningScripts =
  'Arabic Syriac Mongolian Nko Adlam Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Tibetan'.split(
    ' ',
  );
const joiningLetter = `[${joiningScripts.map((script) => `[\\p{scx=${script}}&&[\\p{L}\\p{M}]]`).join('')}]`;

/** Invisible characters that change what people read. They stay in names and other lines of text. */
const meaningful = [
  `(?<=${joiningLetter})[\\u200C\\u200D](?=${joiningLetter})`,
  // One emoji made of several, such as a family.
  '(?<=\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]?)\\u200D(?=\\p{Extended_Pictographic})',
  // The written form of a Chinese character, a Mongolian letter or an emoji.
  '(?<=[\\p{Script=Han}\\p{Extended_Pictographic}])[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]',
  '(?<=\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]',
];

/**
 * Characters that show nothing: the default-ignorable ones of Unicode (direction marks, zero-width spaces, soft
 * hyphens …), placeholders and annotations, and control characters except white space.
 */
const INVISIBLE = '[[\\p{Default_Ignorable_Code_Point}\\p{Cc}\\uFFF9-\\uFFFC]--[\\t-\\r\\u0085]]';
const everyInvisible = new RegExp(INVISIBLE, 'gv');
const invisibleOrMeaningful = new RegExp(`(${meaningful.join('|')})|${INVISIBLE}`, 'gv');

/** White space of any kind, and the braille pattern without dots, which looks the same. */
const whiteSpace = /[\s\u0085\u2800]+/gu;
const fullWidthForms = /[\uFE50-\uFE6B\uFF01-\uFF5E]/g;

/** The digit's value; Unicode keeps the ten digits of a script next to each other, from zero to nine. */
function asciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let digitsBefore = 0;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(codePoint - digitsBefore - 1))) digitsBefore += 1;
  return String(digitsBefore % 10);
}

/** `２０２` and `٢٠٢` become `202`. */
export const withAsciiDigits = (text: string): string => text.replace(/(?![0-9])\p{Nd}/gu, asciiDigit);

/** `ａｎｎ＠ａｃｍｅ` becomes `ann@acme`. Other characters stay, because they could be different ones on purpose. */
export const withoutFullWidthForms = (text: string): string =>
  text.replace(fullWidthForms, (form) => form.normalize('NFKC'));

export const withoutInvisibleCharacters = (text: string): string => text.replace(everyInvisible, '');

const withPlainSpaces = (text: string): string => text.replace(whiteSpace, ' ').trim();

/** For a line that people read, such as a name. Joiners stay where a language or an emoji needs them. */
export const cleanLine = (text: string): string =>
  withPlainSpaces(text.replace(invisibleOrMeaningful, (_, joiner?: string) => joiner ?? '').normalize('NFC'));

/** For a value that machines read, such as a phone, an address or a code: nothing invisible belongs in it. */
export const cleanCode = (text: string): string =>
  withPlainSpaces(withoutFullWidthForms(withoutInvisibleCharacters(text)));

/** Names a character so that people can find it: `U+0430 at position 3`. Positions count characters from 1. */
export function locateCharacter(text: string, character: string): string {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const position = [...text].indexOf(character) + 1;
  return position === 0 ? `U+${codePoint}` : `U+${codePoint} at position ${position}`;
}
