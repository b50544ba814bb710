/** An expected failure: one clear sentence and a way out, shown without a stack. */
export class Failure extends Error {
  readonly remedy: string;

  constructor(sentence: string, remedy: string) {
    super(sentence);
    this.name = 'Failure';
    this.remedy = remedy;
  }
}

const isDiskFull = (text: string): boolean => /ENOSPC|No space left on device/i.test(text);

/** The failure to show for whatever was thrown; a full disk is told as such wherever it struck. */
export function toFailure(error: unknown): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const text = error instanceof Error ? `${error.message} ${cause}` : String(error);
  if (isDiskFull(text)) return diskFullFailure(text);
  if (error instanceof Failure) return error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : text;
  return new Failure(
    `Something unexpected went wrong: ${stack}`,
    'Look into .baton/logs, and report it if it repeats.',
  );
}

/** The disk is full, told by what was found out. */
export const diskFullFailure = (detail: string): Failure =>
  new Failure(
    `The disk is full (${detail.trim().split('\n').at(-1)}).`,
    'Free some space, or move the data with BATON_DATA and the engines with BATON_CACHE to another disk.',
  );
