import { AsyncLocalStorage } from 'node:async_hooks';

/** Fields of every log line of a request or message. Only ids, never personal data. */
export interface LogFields {
  traceId?: string;
  leadId?: string;
  handoffId?: string;
}

const storage = new AsyncLocalStorage<LogFields>();

/** Runs `work`, and adds the fields to every log line in it. */
export const withLogFields = <T>(fields: LogFields, work: () => T): T =>
  storage.run({ ...storage.getStore(), ...fields }, work);

/** Adds fields to the log lines of the current request or message. */
export const addLogFields = (fields: LogFields): void => {
  Object.assign(storage.getStore() ?? {}, fields);
};

export const activeLogFields = (): LogFields => ({ ...storage.getStore() });
