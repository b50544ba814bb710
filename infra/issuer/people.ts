import { readFileSync } from 'node:fs';
import { personRoles } from '@baton/domain';
import type { PersonRole } from '@baton/domain';
import { parse } from 'yaml';
import { Failure } from '../failure.ts';

/** A demo person who can sign in. */
export interface Person {
  readonly id: string;
  readonly roles: readonly PersonRole[];
  readonly team?: string;
}

const isRole = (text: unknown): text is PersonRole => (personRoles as readonly unknown[]).includes(text);

const personFrom = (entry: unknown, file: string): Person => {
  const { id, roles, team } = entry as Record<string, unknown>;
  if (typeof id === 'string' && Array.isArray(roles) && roles.length > 0 && roles.every(isRole)) {
    return { id, roles, ...(typeof team === 'string' && { team }) };
  }
  throw new Failure(
    `${file} contains an invalid person: ${JSON.stringify(entry)}.`,
    `A person needs an id and at least one of the roles ${personRoles.join(', ')}.`,
  );
};

/** Reads the people from a file such as infra/seed/people.yaml. */
export function readPeople(file: string): Person[] {
  const document = parse(readFileSync(file, 'utf8')) as { people?: unknown } | null;
  const entries: unknown = document?.people;
  if (Array.isArray(entries)) return entries.map((entry) => personFrom(entry, file));
  throw new Failure(`${file} has no list "people".`, 'See infra/seed/people.yaml for the format.');
}
