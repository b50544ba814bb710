/** Views combine the tables of several topics, regardless of the order in which their events arrive. */
export const views = [
  // A handoff comes from its record or, until that has arrived, from the verdict that opens it.
  `CREATE VIEW reporting.handoff AS
    SELECT r.handoff_id, r.lead_id, r.handoff_number, r.agreement_version, r.source, r.channel, r.campaign, r.segment, r.imported_day,
      LEAST(v.judged_at, r.known_at) AS known_at, COALESCE(v.judged_at, r.started_at) AS mql_at, r.signal_received_at,
      r.off_hours, r.transferred_at, r.transfer_known_at, r.accepted_at,
      r.first_contact_due_at, r.first_touch_at, r.reached_at, r.last_touch_at, r.counted_touches,
      r.ended_at, r.ending, r.resumed_at, r.uncontacted_mark_at, r.touches_missed_mark_at, r.no_activity_mark_at,
      r.too_few_touches_mark_at,
      r.overturned_uncontacted_mark_at,
      LEAST(
        r.unowned_mark_at,
        CASE WHEN r.first_owned_at IS NULL OR r.first_owned_at > COALESCE(v.unowned_mark_at, r.unowned_from_start_mark_at)
          THEN COALESCE(v.unowned_mark_at, r.unowned_from_start_mark_at) END
      ) AS unowned_mark_at
    FROM reporting.handoff_record r LEFT JOIN reporting.mql_verdict v USING (handoff_id)
    WHERE r.version > 0
    UNION ALL
    SELECT v.handoff_id, v.lead_id, v.handoff_number, v.agreement_version, v.source, v.channel, v.campaign, v.segment, v.imported_day,
      v.judged_at, v.judged_at, v.signal_received_at,
      NULL, NULL, NULL, NULL,
      NULL, NULL, NULL, NULL, 0,
      NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, v.unowned_mark_at
    FROM reporting.mql_verdict v
    WHERE NOT EXISTS (SELECT FROM reporting.handoff_record r WHERE r.handoff_id = v.handoff_id AND r.version > 0)`,
  // An outcome belongs to the handoff whose record has it. The record alone decides: it refuses outcomes that are dated
  // before the handoff, and by its time alone a cut knows the outcome: the time of the report is the sender's.
  `CREATE VIEW reporting.handoff_outcome AS
    SELECT c.handoff_id, c.known_at, o.* FROM reporting.recorded_outcome c
    JOIN reporting.outcome o ON o.outcome_id = c.outcome_id`,
];
