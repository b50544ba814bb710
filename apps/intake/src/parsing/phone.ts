import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';

/**
 * Returns the number in E.164 format. It only has to be possible, not valid: numbering plans change faster than
 * libraries, and refusing a correct number would lose a lead.
 */
export function normalisePhone(text: string, country: string): string | undefined {
  const number = parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false });
  return number?.isPossible() === true ? number.number : undefined;
}
