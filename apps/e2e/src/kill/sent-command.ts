/** Commands on Kafka that Baton must refuse, by what is wrong with them. */
export const forgeries = [
  'no credential',
  'garbage as the credential',
  'the credential of another event',
  'another body than was signed',
  'an expired credential',
  'a key that was revoked',
  'a key that is not registered',
  'a person whom the key does not cover',
] as const;
export type Forgery = (typeof forgeries)[number];

/** A command that Kafka has acknowledged. */
export interface SentCommand {
  eventId: string;
  handoffId: string;
  /** The person it acts for. */
  personId: string;
  /** The system that signed it, as records name it. */
  via: string;
  /** The reference of the touch's evidence, which occurs in no other command. */
  reference: string;
  forgery?: Forgery;
}
