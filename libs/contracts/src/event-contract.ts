import { z } from 'zod';

/** The CloudEvents type of an event, its topic and the schema of its data. */
export interface EventContract<Data> {
  type: string;
  topic: string;
  summary: string;
  data: z.ZodType<Data>;
}

/** ISO 8601 timestamp in UTC. */
export const moment = z.iso.datetime();
export const calendarDate = z.iso.date();
export const uuid = z.uuid();
export const shortText = z.string().min(1).max(200);

/** The issues of a value with their fields, such as `lead.source`. Never quotes the value, which may be personal data. */
export function schemaErrors(error: z.ZodError): { field: string; code: string; message: string }[] {
  return error.issues.map((issue) => ({
    field: issue.path.join('.') || '(root)',
    code: issue.code,
    message: issue.message,
  }));
}
