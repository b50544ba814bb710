/** What the person at the terminal can mend; shown without a stack. */
export class CliError extends Error {
  /** 2: the command line itself; 1: what it was about. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
