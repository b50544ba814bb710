/** A person with who stands in for them. */
export interface WithDeputy {
  personId: string;
  deputyId?: string;
}

/** A person, their deputy, the deputy's deputy and so on, each once: people may well stand in for one another. */
export function deputyChain<Person extends WithDeputy>(personId: string, people: readonly Person[]): Person[] {
  const chain: Person[] = [];
  const findPerson = (id: string | undefined): Person | undefined => people.find((person) => person.personId === id);
  for (let next = findPerson(personId); next && !chain.includes(next); next = findPerson(next.deputyId))
    chain.push(next);
  return chain;
}

/** Who takes over what a person leaves behind: the first of their deputies who is there themselves, if any is. */
export function deputyFor<Person extends WithDeputy>(
  personId: string,
  people: readonly Person[],
  isAvailable: (person: Person) => boolean,
): string | undefined {
  return deputyChain(personId, people).find((person) => person.personId !== personId && isAvailable(person))?.personId;
}
