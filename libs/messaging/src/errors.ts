/** The message can never work: it goes to the dead letters at once, and the ones behind it are not held up. */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';
  /** A stable word for machines and reports, such as `unreadable-json`. */
  readonly code: string;

  /** The reason is shown to operators and logged: name fields and rules in it, never a person's data. */
  constructor(code: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }
}

/** Something that the handler needs is not there now: the partition pauses, and the try does not count. */
export class DependencyAway extends Error {
  override readonly name: string = 'DependencyAway';
}
