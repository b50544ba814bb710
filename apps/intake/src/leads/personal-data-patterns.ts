import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export interface PersonalDatum {
  kind: 'name' | 'phone' | 'email';
  value: string;
}

/** Regular expressions of e-mails, LIKE patterns of the digits of phones, and LIKE patterns of names. */
export type PersonalDataPatterns = [emails: string[], phones: string[], names: string[]];

/** Digits enough to be one person's number wherever they stand; shorter ones count only as a whole. */
const MIN_IDENTIFYING_DIGITS = 7;

/**
 * What shows that a body which nobody could read as a lead is about this person. It must not take in anybody else's:
 * `li@acme.com` is not `juli@acme.com`, and digits of two numbers are not a third one.
 */
export function personalDataPatterns(personalData: readonly PersonalDatum[]): PersonalDataPatterns {
  const of = (kind: PersonalDatum['kind']): string[] =>
    personalData.flatMap((datum) => (datum.kind === kind ? [datum.value] : []));
  return [of('email').map(emailPattern), of('phone').flatMap(phonePatterns), of('name').flatMap(namePatterns)];
}

/** In JSON a line break before the address is a letter behind a backslash, and what is beyond ASCII ends in digits here. */
const emailPattern = (email: string): string =>
  `(^|[^a-z0-9._+-]|\\\\([nrt]|[0-7]{3}))${escapeBytes(email).replace(/[^a-z0-9]/g, '\\$&')}(?![a-z0-9-]|\\.[a-z0-9])`;

/** People write one number with and without its country code: the digits behind it are always there. */
function phonePatterns(phone: string): string[] {
  const { nationalNumber = phone.slice(1), countryCallingCode = '' } = parsePhoneNumberFromString(phone) ?? {};
  if (nationalNumber.length >= MIN_IDENTIFYING_DIGITS) return [`%${nationalNumber}%`];
  return ['', '0', countryCallingCode, `00${countryCallingCode}`].map((before) => `${before}${nationalNumber}`);
}

/** A single word is too many people's name. As JSON writes it, letters may be escaped. */
function namePatterns(name: string): string[] {
  if (name.trim().split(/\s+/).length < 2) return [];
  const ascii = name.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [name, ascii].map((text) => `%${escapeBytes(text).replace(/[\\%_]/g, '\\$&')}%`);
}

/** As PostgreSQL's lower(encode(…, 'escape')) writes bytes: what is beyond ASCII in octal, a backslash twice. */
const escapeBytes = (text: string): string =>
  [...Buffer.from(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))]
    .map((byte) => {
      if (byte === 0x5c) return '\\\\';
      return byte === 0 || byte > 0x7f ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
    })
    .join('');

/**
 * A condition in SQL on bytes, since such a body need not be text; its parameters $1 to $3 are the traces. A name
 * counts only in a body that tells no phone and no e-mail at all: with one, it is whoever can be reached there.
 */
export function mentionsPersonSql(bytes: string): string {
  const text = `lower(encode(${bytes}, 'escape'))`;
  const numbers = `(SELECT regexp_replace(found[1], '[^0-9]', '', 'g') AS digits
    FROM regexp_matches(regexp_replace(encode(${bytes}, 'escape'), '\\\\[0-7]{3}', ' ', 'g'), '[0-9][0-9 ()./-]*[0-9]', 'g') AS found)`;
  return `(${text} ~ ANY ($1::text[])
    OR EXISTS (SELECT FROM ${numbers} AS number WHERE digits LIKE ANY ($2::text[]))
    OR (${text} LIKE ANY ($3::text[]) AND ${text} !~ '@'
      AND NOT EXISTS (SELECT FROM ${numbers} AS number WHERE length(digits) >= ${MIN_IDENTIFYING_DIGITS})))`;
}
