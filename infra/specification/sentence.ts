/** What later issues build. A sentence that needs it is tested then. */
export const laterNeeds = ['doors', 'merge', 'CRM', 'reports'] as const;
export type Later = (typeof laterNeeds)[number];

/** A sentence of the domain page, in the words of that page, with the code that makes it true and the tests that show it. */
export interface Sentence {
  readonly sentence: string;
  /** Files of the repository. */
  readonly where?: readonly string[];
  /** Titles of tests, by spec file. A title of `it.each` is its template. */
  readonly tests?: Readonly<Record<string, readonly string[]>>;
  readonly later?: Later;
  /** Why the sentence claims nothing about the product. */
  readonly nothingToTest?: string;
}

/** The sentences below one heading of the domain page, in its order. */
export interface Section {
  readonly section: string;
  readonly sentences: readonly Sentence[];
}
