/**
 * Joins the deliveries `d` of a notification with their messages `m`: its own, and those to shared channels, which
 * are stored once for all notifications of a step.
 *
 * @param notification the alias of the notification's row in the enclosing query
 */
export const deliveriesSql = (notification: string): string =>
  `handoff.notification of_step
   JOIN handoff.delivery d ON d.notification_id = of_step.notification_id
   LEFT JOIN handoff.message m ON m.message_id = d.message_id
   WHERE of_step.step_id = ${notification}.step_id
     AND (of_step.notification_id = ${notification}.notification_id OR d.recipient_id IS NULL)`;
