/** Writes a whole batch in one statement. Each parameter is a JSON array with the rows of one table. */
export const WRITE_BATCH_SQL = `
WITH leads AS (
  INSERT INTO intake.lead (id, source, first_received_at, snapshot)
  SELECT id, source, first_received_at, snapshot
  FROM json_to_recordset($1::json) AS row (id uuid, source text, first_received_at timestamptz, snapshot jsonb)
  ON CONFLICT (id) DO UPDATE SET snapshot = EXCLUDED.snapshot
), persons AS (
  INSERT INTO intake.person (lead_id, name, phone, email, company_name)
  SELECT lead_id, name, phone, email, company_name
  FROM json_to_recordset($2::json) AS row (lead_id uuid, name text, phone text, email text, company_name text)
  ON CONFLICT (lead_id) DO UPDATE
    SET name = EXCLUDED.name, phone = EXCLUDED.phone, email = EXCLUDED.email, company_name = EXCLUDED.company_name
), keys AS (
  INSERT INTO intake.lead_key (digest, lead_id, kind, value)
  SELECT digest, lead_id, kind, value
  FROM json_to_recordset($3::json) AS row (digest uuid, lead_id uuid, kind text, value text)
), texts AS (
  INSERT INTO intake.lead_text (lead_id, text_id, kind, text, author_id, written_at)
  SELECT lead_id, text_id, kind, text, author_id, written_at
  FROM json_to_recordset($4::json)
    AS row (lead_id uuid, text_id text, kind text, text text, author_id text, written_at timestamptz)
  ON CONFLICT (lead_id, text_id) DO NOTHING
), remarks AS (
  INSERT INTO intake.lead_remark (lead_id, signal_id, field, code, message, text)
  SELECT lead_id, signal_id, field, code, message, text
  FROM json_to_recordset($6::json)
    AS row (lead_id uuid, signal_id uuid, field text, code text, message text, text text)
), likely_duplicates AS (
  INSERT INTO intake.likely_duplicate (lead_id, other_lead_id, reason, found_at)
  SELECT greatest(lead_id, other_lead_id), least(lead_id, other_lead_id), reason, found_at
  FROM json_to_recordset($7::json) AS row (lead_id uuid, other_lead_id uuid, reason text, found_at timestamptz)
  ON CONFLICT DO NOTHING
)
INSERT INTO intake.raw_submission
  (id, entry_point, received_at, created_by, status, body, identity, body_digest, delivery, lead_id, is_new)
SELECT id, entry_point, received_at, created_by, 'accepted', decode(body, 'base64'), identity, body_digest, delivery, lead_id, is_new
FROM json_to_recordset($5::json) AS row (
  id uuid, entry_point text, received_at timestamptz, created_by text, body text,
  identity uuid, body_digest uuid, delivery uuid, lead_id uuid, is_new boolean
)`;
