const emailPattern = /@|(?<!\p{L})mailto:/iu;

/** Links that are a person's address, and numbers that are said to be a phone's. */
const contactLinkPatterns = [
  /(?<!\p{L})wa\.me\//iu,
  /(?<!\p{L})(?:tel|sms|callto|facetime|viber|whatsapp|skype):[^\p{L}\d]*\d/iu,
  /(?<!\p{L})(?:phones?|tel|mobile|msisdn|whatsapp|viber|тел|телефон)[=:/.\s]{1,3}[\s(]*\d(?:[\s().-]{0,2}\d){6}/iu,
];

/**
 * Digits that people read as a phone number. Many ids are long numbers too (moments, numbers of calls and of
 * conversations, UUIDs), so that length alone shows nothing: what counts is a plus, a country's habit, or the way in
 * which only phone numbers are grouped. A foreign number without all that passes for an id.
 */
const phonePatterns = [
  // International: + or 00.
  '\\+[\\s().-]*\\d(?:[\\s().-]{0,3}\\d){6}',
  '00[\\s(]{0,2}[1-9](?:[\\s()]{0,2}\\d){9,12}END',
  // Russian and Kazakh, with the country's code or the 8 of a long-distance call; Russian mobile without either.
  '[78][\\s().-]{0,2}[3-9](?:[\\s().-]{0,2}\\d){9}END',
  '9\\d{9}END',
  // (4012) 55-66-77, 999 123-45-67, 999-1234567, 415-555-2671, 123-45-67
  '\\(\\d{3,5}\\)[\\s-]{0,2}\\d(?:[\\s-]?\\d){4,7}END',
  '\\d{3}[\\s.-]{1,2}\\d{3}[\\s.-]\\d{2}[\\s.-]\\d{2}END',
  '9\\d{2}[\\s.-]\\d{7}END',
  '\\d{3}[\\s.-]\\d{3}[\\s.-]\\d{4}END',
  '(?<![^\\s(,;:])\\d{3}[\\s-]\\d{2}[\\s-]\\d{2}(?![^\\s),;:.])END',
].map((shape) => new RegExp(`(?<![\\p{L}\\d])${shape.replace('END', '(?![\\p{L}\\d])')}`, 'u'));

/** A whole segment of a link's path names a record in some system; right behind the host it is whom a messenger writes to. */
const recordNumberPattern = /(?<=:\/\/[^\s/?#]+\/[^\s?#]+\/)\d+(?=[/?#\s]|$)/g;

/** Its groups can be digits alone, and grouped or begun like a phone number. */
const uuidPattern = /(?<![\p{L}\d])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\d])/giu;

const percentDecoded = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Whether a text that goes into events, which are kept for ever, would take a person's phone or e-mail with it. */
export function containsPhoneOrEmail(text: string): boolean {
  const readable = percentDecoded(text);
  if (emailPattern.test(readable) || contactLinkPatterns.some((address) => address.test(readable))) return true;
  const unnumbered = readable.replace(uuidPattern, '').replace(recordNumberPattern, '');
  return phonePatterns.some((number) => number.test(unnumbered));
}
