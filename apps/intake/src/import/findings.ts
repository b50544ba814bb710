/** A remark about a row, for the report. */
export interface Finding {
  /** `error`: the row was not imported. `warning`: the row was imported without the part that the code names. */
  severity: 'error' | 'warning';
  code: string;
  reason: string;
}

export const rowError = (code: string, reason: string): Finding => ({ severity: 'error', code, reason });
export const rowWarning = (code: string, reason: string): Finding => ({ severity: 'warning', code, reason });
