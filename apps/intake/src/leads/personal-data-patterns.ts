import { extensionOf, numberOf, withoutInvisibleCharacters } from '@baton/domain';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export interface PersonalDatum {
  kind: 'name' | 'phone' | 'email';
  value: string;
}

/**
 * Regular expressions for e-mail addresses, LIKE patterns for digits of phones (`;` and the extension follow if the phone
 * has one), and LIKE patterns for names.
 */
export type PersonalDataPatterns = [emails: string[], phones: string[], names: string[]];

/** This many digits identify a number even inside a longer one. A shorter number must match exactly. */
const MIN_IDENTIFYING_DIGITS = 7;

/**
 * Patterns that find a person in bodies that could not be parsed. They must not match other people: `li@acme.com` is
 * not part of `juli@acme.com`, and the digits of two adjacent numbers are not a third number.
 */
export function personalDataPatterns(personalData: readonly PersonalDatum[]): PersonalDataPatterns {
  const valuesOf = (kind: PersonalDatum['kind']): string[] =>
    personalData.flatMap((datum) => (datum.kind === kind ? [datum.value] : []));
  return [
    valuesOf('email').map(emailPattern),
    valuesOf('phone').flatMap(phonePatterns),
    valuesOf('name').map(withoutInvisibleCharacters).flatMap(namePatterns),
  ];
}

/**
 * The character before the address can belong to an escape sequence: a JSON line break ends in a letter, and a
 * non-ASCII byte in PostgreSQL's encoding ends in a digit.
 */
const emailPattern = (email: string): string =>
  `(^|[^a-z0-9._+-]|\\\\([nrt]|[0-7]{3}))${escapeBytes(email).replace(/[^a-z0-9]/g, '\\$&')}(?![a-z0-9-]|\\.[a-z0-9])`;

/** Matches the number with and without its country code. Behind a switchboard, the extension must be there too. */
function phonePatterns(phone: string): string[] {
  const number = numberOf(phone);
  const { nationalNumber = number.slice(1), countryCallingCode = '' } = parsePhoneNumberFromString(number) ?? {};
  const patterns =
    nationalNumber.length >= MIN_IDENTIFYING_DIGITS
      ? [`%${nationalNumber}%`]
      : ['', '0', countryCallingCode, `00${countryCallingCode}`].map((prefix) => `${prefix}${nationalNumber}`);
  return patterns.map((pattern) => `${pattern};${extensionOf(phone) ?? ''}`);
}

/** Ignores single words, which too many people share. JSON may have escaped the non-ASCII letters. */
function namePatterns(name: string): string[] {
  if (name.trim().split(/\s+/).length < 2) return [];
  const ascii = name.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [name, ascii].map((text) => `%${escapeBytes(text).replace(/[\\%_]/g, '\\$&')}%`);
}

/** Writes text like PostgreSQL's lower(encode(…, 'escape')): non-ASCII bytes in octal, backslashes doubled. */
const escapeBytes = (text: string): string =>
  [...Buffer.from(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))]
    .map((byte) => {
      if (byte === 0x5c) return '\\\\';
      return byte === 0 || byte > 0x7f ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
    })
    .join('');

/** Soft hyphens, zero-width characters and direction marks, as bytes or as JSON escapes. People do not see them. */
const INVISIBLE_BYTES =
  '\\\\302\\\\255|\\\\342\\\\200\\\\(21[3-7]|25[2-6])|\\\\342\\\\201\\\\240|\\\\357\\\\273\\\\277' +
  '|\\\\\\\\u(00ad|200[b-f]|202[a-e]|2060|feff)';

/** A character that is not ASCII, as bytes or as a JSON escape. Its digits do not belong to a number. */
const ESCAPED_CHARACTER = '\\\\\\\\u[0-9a-f]{4}|\\\\[0-7]{3}';

/**
 * An SQL condition on bytes, because an unparsed body need not be text. Its parameters $1 to $3 are the patterns. A
 * phone's extension is a separate number, or the end of the number when a word in another alphabet is between them. A
 * name alone counts only if the body contains no phone and no e-mail address; otherwise the body is about the person
 * with that phone or address.
 */
export function mentionsPersonSql(bytes: string): string {
  const text = `regexp_replace(lower(encode(${bytes}, 'escape')), '${INVISIBLE_BYTES}', '', 'g')`;
  const numbers = `(SELECT regexp_replace(found[1], '[^0-9]', '', 'g') AS digits
    FROM regexp_matches(regexp_replace(${text}, '${ESCAPED_CHARACTER}', ' ', 'g'), '([0-9]([0-9 ()./-]*[0-9])?)', 'g') AS found)`;
  return `(${text} ~ ANY ($1::text[])
    OR EXISTS (SELECT FROM unnest($2::text[]) AS phone
      WHERE EXISTS (SELECT FROM ${numbers} AS number WHERE digits LIKE split_part(phone, ';', 1))
      AND (split_part(phone, ';', 2) = ''
        OR EXISTS (SELECT FROM ${numbers} AS number
          WHERE digits = split_part(phone, ';', 2) OR digits LIKE replace(phone, ';', ''))))
    OR (${text} LIKE ANY ($3::text[]) AND ${text} !~ '@'
      AND NOT EXISTS (SELECT FROM ${numbers} AS number WHERE length(digits) >= ${MIN_IDENTIFYING_DIGITS})))`;
}
