/**
 * A notification is for one person. It has a delivery for each channel that reaches the person. Deliveries to the same
 * recipient can be combined into one message. Messages are what is tried, sent or given up.
 */
export const notificationTables = [
  // All notifications of a step have the same `step_id`, by which a shared channel gets them once.
  `CREATE TABLE handoff.notification (
    notification_id text PRIMARY KEY,
    step_id text NOT NULL,
    handoff_id text,
    recipient_id text NOT NULL,
    kind text NOT NULL,
    facts jsonb NOT NULL,
    language text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    planned_at timestamptz
  )`,
  `CREATE INDEX notification_unplanned ON handoff.notification (created_at) WHERE planned_at IS NULL`,
  `CREATE INDEX notification_by_recipient ON handoff.notification (recipient_id, created_at DESC)`,
  `CREATE INDEX notification_by_step ON handoff.notification (step_id)`,
  // Without a recipient, the delivery goes to a shared channel, such as a team's chat.
  `CREATE TABLE handoff.delivery (
    delivery_id text PRIMARY KEY,
    notification_id text NOT NULL REFERENCES handoff.notification,
    channel text NOT NULL,
    recipient_id text,
    not_before timestamptz NOT NULL,
    message_id text
  )`,
  `CREATE INDEX delivery_pending ON handoff.delivery (channel, not_before) WHERE message_id IS NULL`,
  `CREATE INDEX delivery_by_notification ON handoff.delivery (notification_id)`,
  `CREATE INDEX delivery_by_message ON handoff.delivery (message_id)`,
  `CREATE TABLE handoff.message (
    message_id text PRIMARY KEY,
    channel text NOT NULL,
    recipient_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    next_try_at timestamptz NOT NULL DEFAULT now(),
    tries integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    last_error text
  )`,
  `CREATE INDEX message_unsent ON handoff.message (channel, next_try_at) WHERE sent_at IS NULL AND given_up_at IS NULL`,
  `CREATE INDEX message_recent ON handoff.message (channel, created_at)`,
  // Messages that were given up and sent again: who requested it when, and how the earlier tries failed.
  `CREATE TABLE handoff.message_resend (
    message_id text NOT NULL REFERENCES handoff.message,
    at timestamptz NOT NULL,
    requested_by text NOT NULL,
    tries integer NOT NULL,
    given_up_at timestamptz NOT NULL,
    failure text,
    PRIMARY KEY (message_id, given_up_at)
  )`,
];
