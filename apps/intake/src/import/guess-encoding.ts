import { isUtf8 } from 'node:buffer';
import { legacyBytes } from './legacy-bytes.ts';

/** In this order, because the Cyrillic encodings of Windows and the Mac share their small letters. */
const legacyEncodings = ['windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic', 'windows-1252'] as const;

export type ByteOrderMark = 'utf-8' | 'utf-16le' | 'utf-16be';

export function byteOrderMark(bytes: Uint8Array): ByteOrderMark | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** The most likely encoding of bytes, of those that exports of CRMs use. */
export function guessEncoding(bytes: Uint8Array): string {
  const mark = byteOrderMark(bytes) ?? guessUtf16(bytes);
  if (mark !== undefined) return mark;
  if (isUtf8(completeUtf8(bytes))) return 'utf-8';
  const scores = legacyEncodings.map((encoding) => ({ encoding, score: plausibility(bytes, encoding) }));
  return scores.reduce((best, each) => (each.score > best.score ? each : best)).encoding;
}

/** Without the bytes at the end that begin a character which the sample truncates. */
function completeUtf8(bytes: Uint8Array): Uint8Array {
  for (let tail = 1; tail <= Math.min(3, bytes.length); tail += 1) {
    const byte = bytes[bytes.length - tail] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - tail);
  }
  return bytes;
}

/** UTF-16 of Latin and Cyrillic text has 0 or 4 in every second byte. */
function guessUtf16(bytes: Uint8Array): ByteOrderMark | undefined {
  const counts = { even: 0, odd: 0 };
  for (const [index, byte] of bytes.entries())
    if (byte === 0 || byte === 4) counts[index % 2 === 0 ? 'even' : 'odd'] += 1;
  const half = bytes.length / 2;
  if (counts.odd > half * 0.7) return 'utf-16le';
  return counts.even > half * 0.7 ? 'utf-16be' : undefined;
}

/** With fewer characters, Cyrillic words in capitals can look more natural in the wrong encoding. */
const ENOUGH_CHARACTERS = 12;
const CLEAR_DIFFERENCE = 0.3;
const UNNATURAL = 0.2;

/** Another encoding in which the text is clearly more natural; undefined if there is none, or too little text. */
export function betterEncoding(bytes: Uint8Array, declared: string): string | undefined {
  const utf16 = guessUtf16(bytes);
  if (utf16 !== undefined) return utf16 === declared ? undefined : utf16;
  if (declared === 'utf-8') return undefined;
  const guessed = guessEncoding(bytes);
  if (guessed === declared) return undefined;
  if (bytes.every((byte) => byte < 0x80)) return declared.startsWith('utf') ? guessed : undefined;
  if (guessed === 'utf-8') return guessed;
  const asDeclared = plausibility(bytes, declared);
  const isCertain = asDeclared < UNNATURAL || bytes.filter((byte) => byte >= 0x80).length >= ENOUGH_CHARACTERS;
  return isCertain && plausibility(bytes, guessed) > asDeclared + CLEAR_DIFFERENCE ? guessed : undefined;
}

const word = /[\p{L}\p{M}\u0080-\u009F]*[^\p{ASCII}\s]+[\p{L}\p{M}]*/gu;
const commonCyrillic = /[оеаинтсрвлкм]/gu;
const punctuation = /^[«»„“”‘’–—…№°§€·•\u00A0]+$/u;

/** From 0 to 1: how natural the words with characters beyond ASCII are when the bytes are read in this encoding. */
function plausibility(bytes: Uint8Array, encoding: string): number {
  const words = new TextDecoder(encoding).decode(bytes).match(word) ?? [];
  const weights = words.map((each) => each.replaceAll(/\p{ASCII}/gu, '').length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const points = words.reduce((sum, each, index) => sum + naturalness(each) * (weights[index] ?? 0), 0);
  return total === 0 ? 0 : points / total;
}

function naturalness(text: string): number {
  if (punctuation.test(text)) return 0.8;
  if (!/^[\p{L}\p{M}]+$/u.test(text)) return 0;
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  if (cyrillic > 0 && cyrillic < text.length) return 0;
  const hasNaturalCase = /^\p{Lu}?\p{Ll}+$|^\p{Lu}+$/u.test(text);
  if (!hasNaturalCase) return 0.1;
  if (cyrillic > 0) return 0.4 + (0.6 * (text.toLowerCase().match(commonCyrillic)?.length ?? 0)) / text.length;
  const accented = text.replaceAll(/\p{ASCII}/gu, '').length;
  return accented * 2 <= text.length ? 1 : 0.1;
}

/** The encodings in which UTF-8 is most often read by mistake. */
const misreadings = ['windows-1251', 'windows-1252'] as const;

/** A word with characters beyond ASCII; the middle of a misread letter can be a space that does not break. */
const beyondAscii = /[\p{L}\p{N}]*\P{ASCII}(?:\P{ASCII}|[\p{L}\p{N}])*/gu;

/** The encoding in which this text, once UTF-8, was read by mistake and saved again; undefined if it was not. */
export function misreadAs(text: string): string | undefined {
  const parts = text.match(beyondAscii) ?? [];
  return misreadings.find((encoding) => {
    const misread = parts.filter((part) => {
      const bytes = legacyBytes(part, encoding);
      return bytes !== undefined && isUtf8(bytes);
    });
    return misread.length > 0 && misread.length * 2 >= parts.length;
  });
}
