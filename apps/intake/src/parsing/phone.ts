import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';

/**
 * A phone number as E.164. Possible is enough: numbering plans change faster than libraries, and a number refused
 * wrongly is a lead lost.
 */
export function normalisePhone(text: string, country: string): string | undefined {
  const number = parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false });
  return number?.isPossible() === true ? number.number : undefined;
}
