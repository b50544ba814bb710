/** Something in a passage that should be written differently. */
export interface Finding {
  /** Where it begins in the passage. */
  readonly offset: number;
  readonly found: string;
  /** What to write instead. */
  readonly instead: string;
}
