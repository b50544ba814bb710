export interface WithDeputy {
  personId: string;
  deputyId?: string;
}

/** The person, their deputy, the deputy's deputy and so on. Each appears once, since people may be each other's deputies. */
export function deputyChain<Person extends WithDeputy>(personId: string, people: readonly Person[]): Person[] {
  const chain: Person[] = [];
  const findPerson = (id: string | undefined): Person | undefined => people.find((person) => person.personId === id);
  for (let next = findPerson(personId); next && !chain.includes(next); next = findPerson(next.deputyId))
    chain.push(next);
  return chain;
}

/** The first available person in the chain of a person's deputies. */
export function deputyFor<Person extends WithDeputy>(
  personId: string,
  people: readonly Person[],
  isAvailable: (person: Person) => boolean,
): string | undefined {
  return deputyChain(personId, people).find((person) => person.personId !== personId && isAvailable(person))?.personId;
}
