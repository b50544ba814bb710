import { cleanLine } from './clean-text.ts';
import type { ContactMethod } from './lead.ts';

/** The person that a submission describes. */
export interface GivenPerson {
  name?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
}

/** The person that Baton knows: the latest name, and every phone and e-mail address. */
export interface KnownPerson {
  name?: string | undefined;
  phones: readonly string[];
  emails: readonly string[];
}

/** Why two leads may be the same person. A person decides; nothing is merged. */
export const likelyDuplicateReasons = [
  'shared-phone',
  'shared-email',
  'contacts-of-both',
  'same-number-and-name',
] as const;
export type LikelyDuplicateReason = (typeof likelyDuplicateReasons)[number];

/** A phone is a number in E.164 format, followed by its extension if it has one: `+74951234567;ext=101` (RFC 3966). */
const EXTENSION_PARAMETER = ';ext=';

export const phoneWithExtension = (number: string, extension: string): string =>
  `${number}${EXTENSION_PARAMETER}${extension}`;

/** The phone without its extension: the number of the switchboard. */
export const numberOf = (phone: string): string => phone.split(EXTENSION_PARAMETER, 1)[0] ?? phone;

export const extensionOf = (phone: string): string | undefined => phone.split(EXTENSION_PARAMETER)[1];

const wordsOf = (name: string): string[] =>
  cleanLine(name)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');

/** An initial stands for any word that starts with it. */
const isInitialOf = (a: string, b: string): boolean =>
  (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));

/**
 * Whether two names can be one person's: each word of the shorter name is in the longer one, in any order. `Anna` and
 * `А. Петрова` agree with `Анна Петрова`, `Ivan Petrov` does not. An unknown name agrees with every name.
 */
export function namesAgree(a: string | undefined, b: string | undefined): boolean {
  const [shorter = [], longer = []] = [wordsOf(a ?? ''), wordsOf(b ?? '')].sort((x, y) => x.length - y.length);
  const rest = [...longer];
  // Whole words first, so that no initial takes the word that another one is equal to.
  const words = shorter.toSorted((x, y) => y.length - x.length);
  return words.every((word) => {
    const same = rest.indexOf(word);
    const index = same >= 0 ? same : rest.findIndex((other) => isInitialOf(word, other));
    if (index >= 0) rest.splice(index, 1);
    return index >= 0;
  });
}

/** A number without an extension agrees with the same number with any. */
const phonesAgree = (a: string, b: string): boolean =>
  a === b || (numberOf(a) === numberOf(b) && (extensionOf(a) === undefined || extensionOf(b) === undefined));

const emailsAgree = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const phoneDiffers = ({ phone }: GivenPerson, { phones }: KnownPerson): boolean =>
  phone !== undefined && phones.length > 0 && !phones.some((known) => phonesAgree(phone, known));

const emailDiffers = ({ email }: GivenPerson, { emails }: KnownPerson): boolean =>
  email !== undefined && emails.length > 0 && !emails.some((known) => emailsAgree(email, known));

/** Mailboxes of a company, not of a person. A missing one only means that its people are one lead with a remark. */
const sharedMailboxes = new Set(
  `info office sales mail contact contacts hello support help service admin administrator reception marketing pr press
   hr jobs team order orders shop secretary director company post noreply no-reply zakaz zakupki priem sekretar
   kontakt`.split(/\s+/),
);

const isSharedMailbox = (email: string): boolean => sharedMailboxes.has(email.split('@', 1)[0]?.toLowerCase() ?? '');

/**
 * Whether two people share one phone or one mailbox. One shared contact outweighs another name alone (people write
 * their names in many ways) and another contact alone (people have several), but not both together. An e-mail address
 * is one person's, unless it is a mailbox that companies share.
 */
export function isOtherPerson(given: GivenPerson, known: KnownPerson, shared: ContactMethod): boolean {
  if (namesAgree(given.name, known.name)) return false;
  if (shared === 'phone') return emailDiffers(given, known);
  return given.email !== undefined && isSharedMailbox(given.email) && phoneDiffers(given, known);
}
