import { cleanCode, locateCharacter, phoneWithExtension, withAsciiDigits } from '@baton/domain';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { valueOf } from './reading.ts';
import type { Reading } from './reading.ts';

const scheme = /^(?:tel|callto|sms|phone)\s*:\s*(?:\/\/)?/i;
const dash = /[\p{Pd}\u2212]/gu;

/** Words and signs before an extension, in the notations that forms and telephone systems use. */
const extensionPattern = new RegExp(
  [
    String.raw`^(?<number>[^\p{L}]*\d[^\p{L}]*?)[\s.,;:([]*`,
    String.raw`(?:(?:доб(?:авочн(?:ый|ого))?|вн(?:утр(?:енний)?)?|доп|ext(?:ension|n)?)[\s.:=№#-]*(?:номер\s*)?(?<labelled>\d{1,15})`,
    // These signs can mean something else, so only a short number after them is an extension.
    String.raw`|(?:[xх#№pw;]|,+)[\s.:=№#-]*(?<marked>\d{1,6}))[\s)\]#]*$`,
  ].join(''),
  'iu',
);

function splitExtension(text: string): { number: string; extension?: string } {
  const { number, labelled, marked } = extensionPattern.exec(text)?.groups ?? {};
  const extension = labelled ?? marked;
  return number === undefined || extension === undefined ? { number: text } : { number, extension };
}

/**
 * Reads a phone in any usual notation, as a number in E.164 format with its extension: `+74951234567;ext=101`. Without a
 * country, the text must name it. The number only has to be possible, not valid: numbering plans change faster than
 * libraries, and refusing a correct number would lose a lead.
 */
export function readPhone(text: string, country: string | undefined): Reading {
  const cleaned = withAsciiDigits(cleanCode(text)).replace(scheme, '').replace(dash, '-');
  const { number: written, extension: split } = splitExtension(cleaned);
  const options = { extract: false, ...(country !== undefined && { defaultCountry: country as CountryCode }) };
  const number = parsePhoneNumberFromString(written, options);
  if (number?.isPossible() === true) {
    const extension = split ?? number.ext;
    return { value: extension === undefined ? number.number : phoneWithExtension(number.number, extension) };
  }
  return { problem: phoneProblem(text, written, country) };
}

function phoneProblem(text: string, written: string, country: string | undefined): string {
  const unexpected = /(?!\p{Nd})[^\p{ASCII}]/u.exec(written)?.[0];
  if (unexpected !== undefined) return `is not a phone number; it contains ${locateCharacter(text, unexpected)}`;
  if (country === undefined && /^[\d ()./-]+$/.test(written))
    return 'is a phone number of an unknown country; write it with + and the country code';
  return 'is not a phone number; write it with + and the country code';
}

/** The phone that `readPhone` reads, if any. */
export const normalisePhone = (text: string, country: string): string | undefined => valueOf(readPhone(text, country));
