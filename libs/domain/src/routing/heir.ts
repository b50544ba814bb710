/** A person with who stands in for them. */
export interface Deputised {
  personId: string;
  deputyId?: string;
}

/** A person, their deputy, the deputy's deputy and so on, each once: people may well stand in for one another. */
export function deputyChain<Person extends Deputised>(personId: string, people: readonly Person[]): Person[] {
  const chain: Person[] = [];
  const named = (id: string | undefined): Person | undefined => people.find((person) => person.personId === id);
  for (let next = named(personId); next && !chain.includes(next); next = named(next.deputyId)) chain.push(next);
  return chain;
}

/** Who takes over what a person leaves behind: the first of their deputies who is there themselves, if any is. */
export function heir<Person extends Deputised>(
  personId: string,
  people: readonly Person[],
  isThere: (person: Person) => boolean,
): string | undefined {
  return deputyChain(personId, people).find((person) => person.personId !== personId && isThere(person))?.personId;
}
