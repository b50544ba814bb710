import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line within one request or message carries. Ids only. */
export interface LogFields {
  traceId?: string;
  leadId?: string;
  handoffId?: string;
}

const storage = new AsyncLocalStorage<LogFields>();

/** Runs the work; every log line in it carries the fields, besides those that hold already. */
export const withLogFields = <T>(fields: LogFields, work: () => T): T =>
  storage.run({ ...storage.getStore(), ...fields }, work);

/** Adds fields to the request or message in hand, once they are known. */
export const addLogFields = (fields: LogFields): void => {
  Object.assign(storage.getStore() ?? {}, fields);
};

export const activeLogFields = (): LogFields => ({ ...storage.getStore() });
