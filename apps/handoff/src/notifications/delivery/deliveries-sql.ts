/**
 * The deliveries `d` with their messages `m` by which a notification went out: its own, and those for everybody who
 * reads along, which hang on any one of all that the step tells.
 *
 * @param notification the name of its row in the query around it
 */
export const deliveriesSql = (notification: string): string =>
  `handoff.notification of_step
   JOIN handoff.delivery d ON d.notification_id = of_step.notification_id
   LEFT JOIN handoff.message m ON m.message_id = d.message_id
   WHERE of_step.step_id = ${notification}.step_id
     AND (of_step.notification_id = ${notification}.notification_id OR d.recipient_id IS NULL)`;
