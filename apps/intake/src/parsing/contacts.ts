import { contactMethods } from '@baton/domain';
import type { ContactMethod } from '@baton/domain';
import type { FieldProblem } from '@baton/service';
import type { Fields } from './clean-fields.ts';
import { readEmail } from './email.ts';
import { readPhone } from './phone.ts';
import { readField } from './read-field.ts';
import type { Remark } from './remark.ts';

/** How a person can be reached. */
export interface Contacts {
  phone: string | undefined;
  email: string | undefined;
  reachableBy: ContactMethod[];
  /** Contacts that could not be read. */
  unread: Remark[];
  /** Contacts that were read by a guess. */
  guessed: Remark[];
}

/** Reads phone and e-mail address. `country` is the phone's, unless it is written with its own country code. */
export function readContacts(valid: Fields, json: unknown, country: string | undefined): Contacts {
  const textOf = (field: ContactMethod): string | undefined => {
    const value = valid[field];
    return typeof value === 'string' ? value : undefined;
  };
  const phone = readField('phone', textOf('phone'), json, (text) => readPhone(text, country));
  const email = readField('email', textOf('email'), json, readEmail);
  const values = { phone: phone.value, email: email.value };
  return {
    ...values,
    reachableBy: contactMethods.filter((method) => values[method] !== undefined),
    unread: [phone, email].flatMap(({ isUnread, remarks }) => (isUnread ? remarks : [])),
    guessed: [phone, email].flatMap(({ isUnread, remarks }) => (isUnread ? [] : remarks)),
  };
}

/** A lead needs at least one way to reach the person. */
export function belowMinimum(given: Fields): FieldProblem[] {
  if (contactMethods.some((method) => given[method] !== undefined)) return [];
  const message = 'is missing; a lead needs a phone or an e-mail address';
  return contactMethods.map((field) => ({ field, code: 'below-minimum', message }));
}
