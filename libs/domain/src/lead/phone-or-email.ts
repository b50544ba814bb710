import { withAsciiDigits, withoutFullWidthForms, withoutInvisibleCharacters } from './clean-text.ts';

const emailPattern = /@|(?<!\p{L})mailto:/iu;

/** Links to a person's account, and numbers labelled as phone numbers. */
const contactLinkPatterns = [
  /(?<!\p{L})wa\.me\//iu,
  /(?<!\p{L})(?:tel|sms|callto|facetime|viber|whatsapp|skype):[^\p{L}\d]*\d/iu,
  /(?<!\p{L})(?:phones?|tel|mobile|msisdn|whatsapp|viber|тел|телефон)[=:/.\s]{1,3}[\s(]*\d(?:[\s().-]{0,2}\d){6}/iu,
];

/**
 * Digits that people read as a phone number. Many ids are long numbers too (timestamps, call ids, chat ids, UUIDs), so
 * length alone is not enough. What counts is a plus, a country's usual notation, or a grouping that only phone numbers
 * have. A foreign number without any of these passes as an id.
 */
const phonePatterns = [
  // International: + or 00.
  '\\+[\\s().-]*\\d(?:[\\s().-]{0,3}\\d){6}',
  '00[\\s(]{0,2}[1-9](?:[\\s()]{0,2}\\d){9,12}END',
  // Russian and Kazakh, with the country code or the long-distance prefix 8. Russian mobile numbers without either.
  '[78][\\s().-]{0,2}[3-9](?:[\\s().-]{0,2}\\d){9}END',
  '9\\d{9}END',
  // (4012) 55-66-77, 999 123-45-67, 999-1234567, 415-555-2671, 123-45-67
  '\\(\\d{3,5}\\)[\\s-]{0,2}\\d(?:[\\s-]?\\d){4,7}END',
  '\\d{3}[\\s.-]{1,2}\\d{3}[\\s.-]\\d{2}[\\s.-]\\d{2}END',
  '9\\d{2}[\\s.-]\\d{7}END',
  '\\d{3}[\\s.-]\\d{3}[\\s.-]\\d{4}END',
  '(?<![^\\s(,;:])\\d{3}[\\s-]\\d{2}[\\s-]\\d{2}(?![^\\s),;:.])END',
].map((pattern) => new RegExp(`(?<![\\p{L}\\d])${pattern.replace('END', '(?![\\p{L}\\d])')}`, 'u'));

/** A number that is a whole path segment of a link is a record's id, except right after the host: there messengers put the phone number. */
const recordNumberPattern = /(?<=:\/\/[^\s/?#]+\/[^\s?#]+\/)\d+(?=[/?#\s]|$)/g;

/** A UUID can consist of digits only, and look like a phone number. */
const uuidPattern = /(?<![\p{L}\d])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\d])/giu;

const percentDecoded = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** The text as a person reads it: a zero-width space or full-width digits do not hide a number. */
const asRead = (text: string): string =>
  /^[ -~]*$/.test(text) ? text : withAsciiDigits(withoutFullWidthForms(withoutInvisibleCharacters(text)));

/** Checks texts that go into events. Events are kept forever, so they must not contain a person's phone or e-mail. */
export function containsPhoneOrEmail(text: string): boolean {
  const readable = asRead(percentDecoded(text));
  if (emailPattern.test(readable) || contactLinkPatterns.some((link) => link.test(readable))) return true;
  const withoutIds = readable.replace(uuidPattern, '').replace(recordNumberPattern, '');
  return phonePatterns.some((phone) => phone.test(withoutIds));
}

/** At least seven digits, the length of a short phone number, with nothing but usual separators between them. */
const longNumberPattern = /\d(?:[\s()./+-]*\d){6}/;
const datePattern = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g;

/**
 * The stricter check for free text such as a reason. Free text contains no ids, so every long number that is not a date
 * counts as a phone number.
 */
export const containsContactDetails = (text: string): boolean =>
  containsPhoneOrEmail(text) || longNumberPattern.test(asRead(text).replace(datePattern, ''));
