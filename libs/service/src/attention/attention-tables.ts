import { quotedSchema } from '@baton/messaging';

/** The tickets that a service has asked the handoff service for. */
export const attentionTables = (schema: string): string[] => [
  `CREATE TABLE ${quotedSchema(schema)}.requested_ticket (
    kind text NOT NULL,
    subject text NOT NULL,
    owner jsonb NOT NULL,
    is_open boolean NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (kind, subject)
  )`,
];
