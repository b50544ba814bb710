/** What is to be told of a row. */
export interface Finding {
  /** `refused`: nothing of the row was taken. `kept`: it was, but for what the code says. */
  what: 'refused' | 'kept';
  code: string;
  reason: string;
}

export const refused = (code: string, reason: string): Finding => ({ what: 'refused', code, reason });
export const kept = (code: string, reason: string): Finding => ({ what: 'kept', code, reason });
