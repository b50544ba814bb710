/** An expected failure: one clear sentence and what to do about it, shown without a stack. */
export class Failure extends Error {
  readonly remedy: string;

  constructor(sentence: string, remedy: string) {
    super(sentence);
    this.name = 'Failure';
    this.remedy = remedy;
  }
}

const isDiskFull = (text: string): boolean => /ENOSPC|No space left on device/i.test(text);

/** The failure to show for anything that was thrown. A full disk is recognised wherever it caused the error. */
export function toFailure(error: unknown): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const text = error instanceof Error ? `${error.message} ${cause}` : String(error);
  if (isDiskFull(text)) return diskFullFailure(text);
  if (error instanceof Failure) return error;
  if (error instanceof Error && error.name === 'ConfigurationError')
    return new Failure(error.message, 'See docs/configuration.md.');
  const stack = error instanceof Error ? (error.stack ?? error.message) : text;
  return new Failure(
    `Unexpected error: ${stack}`,
    'See the logs in .baton/logs, and report the error if it happens again.',
  );
}

/** @param detail how the full disk was noticed */
export const diskFullFailure = (detail: string): Failure =>
  new Failure(
    `The disk is full (${detail.trim().split('\n').at(-1)}).`,
    'Free some space, or move the data with BATON_DATA and the engines with BATON_CACHE to another disk.',
  );
