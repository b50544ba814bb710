/** What is to be told of a row. */
export interface Finding {
  /** `error`: nothing of the row was taken. `warning`: it was, but for what the code says. */
  severity: 'error' | 'warning';
  code: string;
  reason: string;
}

export const rowError = (code: string, reason: string): Finding => ({ severity: 'error', code, reason });
export const rowWarning = (code: string, reason: string): Finding => ({ severity: 'warning', code, reason });
